using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>
/// The proportional limit, P, N → ∞ at fixed P/N: the posterior predictive is a Gaussian process with the rescaled kernel QK, where Q
/// minimises S(Q) = Q − log Q + (1/N) log det(QK+κ) + (1/N) yᵀ(QK+κ)⁻¹y. Source: arXiv:2508.20989 and the effective action of
/// Pacelli et al., Nat. Mach. Intell. 5, 1497 (2023), there with Q̄ for Q.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Q</term><description>order parameter, ⟨w²⟩/λ</description></item>
/// <item><term>B</term><description>its conjugate, an order parameter of its own where features have a mean (relu)</description></item>
/// <item><term>K</term><description>NNGP kernel Nλ Φ⁰, P×P</description></item>
/// <item><term>m</term><description>feature means, P numbers; zero for odd activations</description></item>
/// <item><term>A</term><description>κ + QK, or κ + Nλ[Q(Φ⁰ − mmᵀ) + mmᵀ/(1+B)] with means</description></item>
/// </list>
/// With means the action is S(Q,B) = 1 − QB + log(1+B) + (1/N) log det A + (1/N) yᵀA⁻¹y, stationary in both; m = 0 gives B = 1/Q − 1 and
/// the action above.
/// </remarks>
public static class ProportionalLimit
{
    /// <summary>Computes the kernel and the posterior of the global minimum.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The training data.</param>
    /// <exception cref="ArgumentException">The data's input dimension is not the network's.</exception>
    public static Posterior Solve(Network network, DataSet data) => Solve(network, TrainingKernel.On(network, data));

    /// <summary>The posterior of the global minimum of the action, O(P) a step.</summary>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <exception cref="ArgumentException">The kernel is another network's.</exception>
    public static Posterior Solve(Network network, TrainingKernel kernel) => Solve(network, kernel, null);

    /// <summary>The posterior of a chosen stationary point of the action.</summary>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="branch">Which stationary point, counted from 0 by ascending Q; null for the global minimum.</param>
    /// <param name="cancellation">Ends the scan early by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>With all stationary points that were found in <see cref="Posterior.StationaryPoints"/>.</returns>
    /// <exception cref="ArgumentException">The kernel is another network's, or there is no such branch.</exception>
    public static Posterior Solve(Network network, TrainingKernel kernel, int? branch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(kernel);
        kernel.Check(network);
        return Rescaled.Guard(TheoryKind.Proportional, network, kernel, () => kernel.HasMean
            ? MeanFeatureLimit.Solve(network, kernel, branch, cancellation)
            : SolveCentred(network, kernel, branch, cancellation));
    }

    /// <summary>The action S(Q) itself, for features without a mean.</summary>
    /// <param name="network">A network with an odd activation (linear or erf).</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="q">Where to evaluate it, positive numbers.</param>
    /// <returns>S(Q), one number for each Q.</returns>
    /// <exception cref="ArgumentException">Features have a mean, the kernel is another network's, or a Q is not positive.</exception>
    public static double[] Action(Network network, TrainingKernel kernel, IEnumerable<double> q)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(q);
        RequireOneOrderParameter(network, kernel);
        var action = new OrderParameterAction(KernelSums.For(network, kernel), network.Width, withTrace: true);
        return [.. q.Select(at => at > 0
            ? action.Value(at)
            : throw new ArgumentException(FormattableString.Invariant($"q must be positive; it is {at}."), nameof(q)))];
    }

    /// <summary>Throws where features have a mean: what builds on the one order parameter Q does not exist there.</summary>
    internal static void RequireOneOrderParameter(Network network, TrainingKernel kernel)
    {
        kernel.Check(network);
        if (kernel.HasMean)
        {
            throw new ArgumentException(
                $"This needs features without a mean, as of linear and erf; the proportional limit of {network.Activation} has two order parameters.",
                nameof(network));
        }
    }

    private static Posterior SolveCentred(Network network, TrainingKernel kernel, int? branch, CancellationToken cancellation)
    {
        var sums = KernelSums.For(network, kernel);
        var action = new OrderParameterAction(sums, network.Width, withTrace: true);
        return BranchChoice.Solve(TheoryKind.Proportional, network, kernel, action.StationaryPoints(cancellation), branch, point =>
            new Posterior(
                TheoryKind.Proportional, network, kernel, Rescaled.Measure(network, kernel, sums, point.OrderParameter, moves: true))
            {
                Residual = action.Residual(point.OrderParameter),
                Iterations = action.Evaluations,
            });
    }
}
