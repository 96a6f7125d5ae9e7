using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>
/// The "adapted" proportional limit: the posterior feature kernel of the proportional limit put back into the regression,
/// K → Nλ Q⟨Φ⟩ on training, cross and test blocks, then mean and variance as of a Gaussian process. Our own construction after
/// arXiv:2508.20989, which predicts with QK itself.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Q, ⟨Φ⟩</term><description>order parameter and posterior feature kernel of <see cref="ProportionalLimit"/></description></item>
/// <item><term>K̃</term><description>Nλ Q⟨Φ⟩, P×P; K̃* and K̃** to and among other points, each with its own diagonal</description></item>
/// </list>
/// A caution, measured in the tests: its mean counts the directional term of ⟨Φ⟩ twice. For a linear network QK alone has the exact mean at
/// leading order, so that any further change of the kernel makes it worse; for sampled erf networks it is further off, too. It shows
/// what a picture of the trained kernel does and does not say about the predictor. ⟨f*⟩ = K̃*ᵀ(K̃+κ)⁻¹y, Var f* = K̃** − K̃*ᵀ(K̃+κ)⁻¹K̃*. Weights and feature kernel are the proportional limit's.
/// </remarks>
public static class ProportionalAdapted
{
    /// <summary>Computes the kernel and the posterior of the global minimum.</summary>
    /// <param name="network">A network with an odd activation (linear or erf).</param>
    /// <param name="data">The training data.</param>
    /// <exception cref="ArgumentException">Features have a mean, or the data's input dimension is not the network's.</exception>
    public static Posterior Solve(Network network, DataSet data) => Solve(network, TrainingKernel.On(network, data));

    /// <summary>The posterior of the global minimum of the action; O(P³) more than the proportional limit.</summary>
    /// <param name="network">A network with an odd activation (linear or erf).</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <exception cref="ArgumentException">Features have a mean, or the kernel is another network's.</exception>
    public static Posterior Solve(Network network, TrainingKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(kernel);
        ProportionalLimit.RequireOneOrderParameter(network, kernel);
        var saddle = ProportionalLimit.Solve(network, kernel);
        if (saddle.Status != SolverStatus.Converged)
        {
            return Posterior.Failed(TheoryKind.ProportionalAdapted, network, kernel, saddle.Status, saddle.Message);
        }

        return Rescaled.Guard(TheoryKind.ProportionalAdapted, network, kernel, () =>
        {
            var q = saddle.OrderParameter;
            var features = Rescaled.Measure(network, kernel, KernelSums.For(network, kernel), q, moves: true);
            var measure = new AdaptedMeasure(
                features, kernel.Data.Inputs, kernel.Data.Targets, network.KernelScale * q, network.Noise, kernel.Algebra);
            return new Posterior(TheoryKind.ProportionalAdapted, network, kernel, measure)
            {
                OrderParameter = q,
                Action = saddle.Action,
                Residual = saddle.Residual,
                Iterations = saddle.Iterations,
                StationaryPoints = saddle.StationaryPoints,
                Branch = saddle.Branch,
            };
        });
    }
}
