using FeatureLearning.Networks;

namespace FeatureLearning.Theory.Neurons;

/// <summary>
/// What a neuron sees of all others: the mean field a and, in the full theory, its fluctuations A⁻¹. Its density is
/// p(z) ∝ N(z; 0, 1) (1+λs)^{−1/2} exp(½λ_v u²) with u = a·φ, s = φᵀA⁻¹φ and λ_v = λ/(1+λs).
/// </summary>
/// <param name="Activation">φ.</param>
/// <param name="Lambda">λ.</param>
/// <param name="Mean">a, P numbers.</param>
/// <param name="Fluctuations">A⁻¹, P×P row-major; null at tree level.</param>
internal sealed record NeuronField(Activation Activation, double Lambda, double[] Mean, double[]? Fluctuations);
