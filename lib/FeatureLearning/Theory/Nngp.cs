using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>
/// The infinitely wide network, a Gaussian process with kernel K (lazy learning): a = (K+κ)⁻¹y, ⟨f*⟩ = k*ᵀa,
/// Var f* = k** − k*ᵀ(K+κ)⁻¹k*; features and weights keep their priors. Source: the NNGP that arXiv:2502.03210 and arXiv:2508.20989
/// start from.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>K</term><description>NNGP kernel Nλ Φ⁰, P×P</description></item>
/// <item><term>k*, k**</term><description>the same between training and other points, and among other points</description></item>
/// <item><term>κ</term><description>label noise</description></item>
/// </list>
/// </remarks>
public static class Nngp
{
    /// <summary>Computes kernel and posterior.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The training data.</param>
    /// <exception cref="ArgumentException">The data's input dimension is not the network's.</exception>
    public static Posterior Solve(Network network, DataSet data) => Solve(network, TrainingKernel.On(network, data));

    /// <summary>The posterior on a factorised kernel, O(P²).</summary>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <returns>Always converged, or <see cref="SolverStatus.IllConditioned"/>.</returns>
    /// <exception cref="ArgumentException">The kernel is another network's.</exception>
    public static Posterior Solve(Network network, TrainingKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(kernel);
        var sums = KernelSums.For(network, kernel);
        return Rescaled.Guard(TheoryKind.Nngp, network, kernel, () =>
        {
            var action = new OrderParameterAction(sums, network.Width, withTrace: true).Value(1);
            return new Posterior(TheoryKind.Nngp, network, kernel, Rescaled.Measure(network, kernel, sums, 1, moves: false))
            {
                OrderParameter = 1,
                Action = action,
                Residual = 0,
            };
        });
    }
}
