namespace FeatureLearning.Sampling;

/// <summary>The scalars that every draw leaves behind, for diagnostics and plots.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Value</term><description>Scalar of a draw: for the exact samplers its conditional mean given the hidden
/// weights, for Langevin with the draw's own readout</description></listheader>
/// <item><term>names</term><description>as documented on each; the order is part of the format of checkpoints</description></item>
/// </list>
/// </remarks>
public enum SampledScalar
{
    /// <summary>|w|²/(Nλ), dimensionless: its mean is ⟨w²⟩/λ.</summary>
    ReadoutNorm,

    /// <summary>Mean of wᵢ over the neurons.</summary>
    ReadoutMean,

    /// <summary>yᵀΦy/P², Φ = φφᵀ averaged over the neurons.</summary>
    TargetOverlap,

    /// <summary>‖y − f‖/√P, f the output: its mean given the hidden weights for the exact samplers, so that Langevin's is larger by the readout's noise.</summary>
    TrainDiscrepancy,

    /// <summary>‖y − f‖²/P.</summary>
    TrainLoss,

    /// <summary>‖y* − f*‖²/n; NaN without test targets.</summary>
    TestLoss,

    /// <summary>−log p(y, V) for the exact samplers, −log p(y, V, w) for Langevin, with the constants of the likelihood and without those of the prior.</summary>
    Potential,
}
