namespace FeatureLearning.Sampling;

/// <summary>
/// Hamiltonian Monte Carlo on the whitened hidden weights with the readout integrated out, so that the likelihood is N(y; 0, λΦΦᵀ + κ).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>ε</term><description><see cref="StepSize"/>, in units of the prior's standard deviation; tuned in the warm-up if null</description></item>
/// <item><term>τ</term><description><see cref="PathLength"/>, mean integration time; each trajectory's is uniform in (½τ, 3/2 τ)</description></item>
/// <item><term>δ</term><description><see cref="TargetAcceptance"/></description></item>
/// </list>
/// The prior alone forgets where it was in a time of π/2, the end of the longest trajectories. Sources: Neal, arXiv:1206.1901; tuning: arXiv:1111.4246.
/// <para>
/// This is the reparametrisation of arXiv:2206.07673, one step further. There the readout w is replaced by ζ = S^(−1/2)(w − w̄), w̄ and S its
/// posterior mean and covariance given the hidden weights V; with the Jacobian the posterior becomes p(V) N(y; 0, λΦΦᵀ + κ) N(ζ; 0, 1), which
/// tends to the prior of (V, ζ) as the network grows, so that sampling gets easier. It is a product: ζ depends on neither V nor the data, and
/// moving it would only add N coordinates to the energy error. So V alone is sampled, ζ is integrated out, and w is observed by its conditional
/// moments.
/// </para>
/// <para>
/// The integrator that is exact in the limit is <see cref="Integrator.PriorRotation"/>: effective draws per gradient, the smallest of four
/// scalars, grow with the width (erf, D = 20, P = 40, χ = 1: 0.15, 0.19, 0.21 at N = 50, 200, 800), where leapfrog's fall (0.13, 0.08, 0.05).
/// At χ = N the posterior does not tend to the prior, and nothing is gained: 10 to 12 gradients a draw at each of these widths. (There the
/// mean ⟨w⟩, which is zero by symmetry where φ is odd, mixes far more slowly than the rest: neurons seldom change their sign.)
/// </para>
/// </remarks>
public sealed record Hmc : Sampler
{
    /// <inheritdoc/>
    public override string Name => "hmc";

    /// <summary>ε, or null to tune it by dual averaging.</summary>
    public double? StepSize { get; init => field = value is { } given ? Positive(given, nameof(StepSize)) : null; }

    /// <summary>τ, 1 by default.</summary>
    public double PathLength { get; init => field = Positive(value, nameof(PathLength)); } = 1;

    /// <summary>δ, 0.8 by default.</summary>
    public double TargetAcceptance { get; init => field = Fraction(value, nameof(TargetAcceptance)); } = 0.8;

    /// <summary>Most steps of one trajectory, 200 by default.</summary>
    public int MaximumSteps { get; init => field = Require.Positive(value, nameof(MaximumSteps)); } = 200;

    /// <summary>The integrator, rotation under the prior by default.</summary>
    public Integrator Integrator { get; init; } = Integrator.PriorRotation;

    internal override IEnumerable<double> Settings => [StepSize ?? 0, PathLength, TargetAcceptance, MaximumSteps, (double)Integrator];

    internal override Transition Create(ChainContext context) => new HamiltonianTransition(
        context, new MarginalLikelihood(context.Problem, context.Routines),
        new TrajectorySettings(Integrator, PathLength, MaximumSteps, StepSize, 0.1, TargetAcceptance));
}
