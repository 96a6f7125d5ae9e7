namespace FeatureLearning.Sampling;

/// <summary>How the weights move along training time; both rules step in whitened weights, so that they share one learning rate.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>θ</term><description>whitened weights, w/√λ and v/√(g_v/D): prior N(0, 1) each. With λ₀ = λ₁ = 1 they are the weights of arXiv:2508.20989</description></item>
/// <item><term>E</term><description>½‖y − f‖²</description></item>
/// <item><term>η, κ</term><description>learning rate; noise of the network, the temperature</description></item>
/// </list>
/// </remarks>
public enum TrainingDynamics
{
    /// <summary>θ ← θ − η∇E: gradient descent on the loss, the zero-temperature form of <see cref="Langevin"/>, without noise and weight decay.</summary>
    GradientDescent,

    /// <summary>θ ← (1 − ηκ)θ − η∇E + √(2ηκ) ξ: the sampler <see cref="Sampling.Langevin"/> at the step h = ηκ, whose equilibrium is the posterior.</summary>
    Langevin,
}
