using FeatureLearning.Networks;

namespace FeatureLearning.Theory.Neurons;

/// <summary>
/// What a neuron sees of all others: the mean field h and, in the full theory, its fluctuations A⁻¹. Its density is
/// p(z) ∝ N(z; 0, 1) (1+λs)^{−1/2} exp(½λ_v u²) with u = h·φ, s = φᵀA⁻¹φ and λ_v = λ/(1+λs).
/// </summary>
/// <param name="Activation">φ.</param>
/// <param name="Lambda">λ.</param>
/// <param name="Mean">h, P numbers: a at tree level, a + A⁻¹⟨f⟩/N in the full theory.</param>
/// <param name="Fluctuations">A⁻¹, P×P row-major; null at tree level.</param>
/// <param name="Residual">a = (y − ⟨f⟩)/κ, P numbers.</param>
internal sealed record NeuronField(Activation Activation, double Lambda, double[] Mean, double[]? Fluctuations, double[] Residual);
