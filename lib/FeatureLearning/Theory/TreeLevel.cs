using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>
/// Tree level (saddle point) of a linear network. The action T(a) = κa²/2 − (N/2) log(1 − aᵀKa/N) with T′(a) = y gives a = (QK+κ)⁻¹y,
/// 1/Q = 1 − aᵀKa/N: the kernel rescaled by Q. Right in mean-field scaling, wrong in standard scaling. Source: arXiv:2502.03210
/// (kernel rescaling of linear networks at the saddle point).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>a</term><description>(y − ⟨f⟩)/κ, P numbers</description></item>
/// <item><term>K</term><description>NNGP kernel Nλ Φ⁰, P×P</description></item>
/// <item><term>Q</term><description>order parameter, ≥ 1</description></item>
/// <item><term>T″</term><description>κ + QK + (2Q²/N) K a aᵀK</description></item>
/// </list>
/// The solution is unique: 1 − 1/Q grows with Q and aᵀKa/N falls. The covariance is that of the rescaled kernel plus (∂f*/∂Q)² Var Q with Var Q = (2Q²/N)/(1 + (2Q²/N) aᵀK(QK+κ)⁻¹Ka): it comes from T″
/// extended to other points. ⟨vvᵀ⟩ = Σ + λQ ΣXᵀaaᵀXΣ, without the bulk's shrinkage.
/// </remarks>
public static class TreeLevel
{
    /// <summary>Computes the kernel and the posterior.</summary>
    /// <param name="network">A linear network.</param>
    /// <param name="data">The training data.</param>
    /// <exception cref="ArgumentException">Another activation, or the data's input dimension is not the network's.</exception>
    public static Posterior Solve(Network network, DataSet data) => Solve(network, TrainingKernel.On(network, data));

    /// <summary>The posterior on a factorised kernel, O(P) a step.</summary>
    /// <param name="network">A linear network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <exception cref="ArgumentException">Another activation, or the kernel is another network's.</exception>
    public static Posterior Solve(Network network, TrainingKernel kernel) => Solve(network, kernel, CancellationToken.None);

    /// <summary>The posterior on a factorised kernel, O(P) a step.</summary>
    /// <param name="network">A linear network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="cancellation">Ends the scan early by an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Another activation, or the kernel is another network's.</exception>
    public static Posterior Solve(Network network, TrainingKernel kernel, CancellationToken cancellation)
    {
        LinearOnly.Check(network, kernel, "Tree level");
        return Rescaled.Guard(TheoryKind.TreeLevel, network, kernel, () =>
        {
            var sums = KernelSums.For(network, kernel);
            var action = new OrderParameterAction(sums, network.Width, withTrace: false);
            return BranchChoice.Solve(TheoryKind.TreeLevel, network, kernel, action.StationaryPoints(cancellation), null, point =>
                new Posterior(TheoryKind.TreeLevel, network, kernel, Measure(network, kernel, sums, point.OrderParameter))
                {
                    Residual = action.Residual(point.OrderParameter),
                    Iterations = action.Evaluations,
                });
        });
    }

    private static DualMeasure Measure(Network network, TrainingKernel kernel, KernelSums sums, double q)
    {
        var adjoint = sums.Adjoint(q);
        var inBasis = Rescaled.Column(sums.Solve(q));
        var slope = sums.Noise * sums.Resolvent(q, 1).Apply(inBasis); // (∂f*/∂Q) = k*ᵀ κ A⁻¹ a
        var stiffness = 2 * q * q / network.Width;
        var pull = sums.EnergySlope(q); // aᵀK A⁻¹ K a
        var variance = stiffness / (1 + (stiffness * pull));
        return new DualMeasure(network, kernel)
        {
            Rescaling = q,
            MeanWeights = adjoint,
            Discrepancies = adjoint,
            CovarianceOperator = new DualOperator(sums.Resolvent(q, -1), slope, Rescaled.Scalar(variance / (q * q))),
            MomentOperator = new DualOperator(sums.Resolvent(q, 0), inBasis, Rescaled.Scalar(q)),
            SecondMomentOverPrior = q,
        };
    }
}
