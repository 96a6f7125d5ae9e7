using FeatureLearning.Networks;

namespace FeatureLearning.Sampling;

/// <summary>Gibbs sampling of a linear network: readout given hidden weights and hidden weights given readout, both drawn exactly. Nothing to tune.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>w | V</term><description>N of mean λΦᵀ(λΦΦᵀ + κ)⁻¹y</description></item>
/// <item><term>V | w</term><description>N of mean w ⊗ ΣXᵀ(|w|²C + κ)⁻¹y, C = XΣXᵀ</description></item>
/// </list>
/// Both by Matheron's rule: a prior draw corrected by the residual of its own noisy labels.
/// </remarks>
public sealed record BlockedGibbs : Sampler
{
    /// <inheritdoc/>
    public override string Name => "gibbs";

    internal override IEnumerable<double> Settings => [];

    internal override Transition Create(ChainContext context) => context.Problem.Network.Activation == Activation.Linear
        ? new GibbsTransition(context)
        : throw new ArgumentException("Gibbs sampling has exact conditionals for linear networks only; use Hmc.", nameof(context));
}
