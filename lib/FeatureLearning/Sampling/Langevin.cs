namespace FeatureLearning.Sampling;

/// <summary>
/// The unadjusted Langevin algorithm on all weights, θ ← θ + h∇log p + √(2h) ξ, as the papers train their networks, with a step size a layer.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>h_v</term><description><see cref="HiddenStep"/>, in units of the hidden weights' prior variance: a learning rate h_v g_v/D</description></item>
/// <item><term>h_w</term><description><see cref="ReadoutStep"/>, in units of the readout weights' prior variance: a learning rate h_w λ</description></item>
/// </list>
/// Not exact: on N(0, σ²) it settles at variance σ²/(1 − h/(2σ²)), and stops being stable at h = 2σ² (σ² the smallest posterior variance
/// in these units, about κ over the largest kernel eigenvalue). The force of a two-layer network grows faster than linearly, so that a rare
/// excursion can run away for ever at a step that looked stable: such a run ends as <see cref="SamplingStatus.Diverged"/>. Halve the steps and
/// extrapolate to h → 0 with <see cref="StepExtrapolation"/>, or use <see cref="Mala"/>.
/// The hidden weights' coordinates are whitened, in the row space of the data, which changes nothing in the equation but its size: hidden weights across that
/// space are drawn from the prior itself, without this bias.
/// Single precision draws its own normals, four from a block of random bits where double precision makes two: another trajectory of the same distribution.
/// Source: arXiv:2502.03210 and arXiv:2508.20989 (Langevin training).
/// </remarks>
/// <param name="HiddenStep">h_v &gt; 0.</param>
/// <param name="ReadoutStep">h_w &gt; 0.</param>
public sealed record Langevin(double HiddenStep, double ReadoutStep) : Sampler
{
    /// <summary>The same step in both layers.</summary>
    /// <param name="step">h &gt; 0.</param>
    public Langevin(double step)
        : this(step, step)
    {
    }

    /// <inheritdoc/>
    public override string Name => "langevin";

    /// <summary>h_v.</summary>
    public double HiddenStep { get; init => field = Positive(value, nameof(HiddenStep)); } = Positive(HiddenStep, nameof(HiddenStep));

    /// <summary>h_w.</summary>
    public double ReadoutStep { get; init => field = Positive(value, nameof(ReadoutStep)); } = Positive(ReadoutStep, nameof(ReadoutStep));

    /// <summary>What the steps compute with, double precision by default. Observables and their means are double precision always.</summary>
    public Precision Precision { get; init => field = Known(value); }

    internal override IEnumerable<double> Settings => [HiddenStep, ReadoutStep, (double)Precision];

    internal override Transition Create(ChainContext context) => Precision == Precision.Binary32
        ? new LangevinTransition<float>(context, HiddenStep, ReadoutStep)
        : new LangevinTransition<double>(context, HiddenStep, ReadoutStep);

    private static Precision Known(Precision value) => Enum.IsDefined(value)
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"{nameof(Precision)} must be Binary64 or Binary32; it is {(int)value}."), nameof(value));
}
