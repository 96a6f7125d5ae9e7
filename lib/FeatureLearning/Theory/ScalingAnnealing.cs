using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>
/// Annealing across scaling regimes: start from the NNGP predictor, walk χ along a grid, at each χ solve tree level from the previous
/// solution, then one loop from that. Source: arXiv:2502.03210 (its algorithm across scaling regimes).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>χ</term><description>scaling, 1 standard to N mean-field</description></item>
/// <item><term>κ</term><description>noise; κ₀/χ along the walk, so that the NNGP predictor stays the same, or constant</description></item>
/// </list>
/// It also selects the branch: where the tree-level action has several minima, the walk stays in the valley it came from, as the
/// descent from the previous Q does.
/// </remarks>
public static class ScalingAnnealing
{
    /// <summary>Walks along a grid of scalings.</summary>
    /// <param name="network">A linear network; its κ belongs to its own χ.</param>
    /// <param name="kernel">Its kernel on the training data: the one factorisation of the whole walk.</param>
    /// <param name="scalings">χ in the order of the walk, each positive.</param>
    /// <param name="scaleNoise">Whether κ is scaled as κ₀/χ.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellation">Ends the walk by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One step for each χ; a one-loop solution that is lost is a status, and the walk goes on.</returns>
    /// <exception cref="ArgumentException">Another activation, the kernel is another network's, or a scaling is not positive.</exception>
    public static IReadOnlyList<AnnealingStep> Run(
        Network network, TrainingKernel kernel, IEnumerable<double> scalings, bool scaleNoise = true,
        IProgress<AnnealingStep>? progress = null, CancellationToken cancellation = default)
    {
        LinearOnly.Check(network, kernel, "Annealing");
        ArgumentNullException.ThrowIfNull(scalings);
        var steps = new List<AnnealingStep>();
        var q = 1.0; // the NNGP
        foreach (var chi in scalings)
        {
            cancellation.ThrowIfCancellationRequested();
            var there = scaleNoise ? network.AtScaling(chi) : network.WithScaling(chi);
            var tree = FollowValley(there, kernel, q, cancellation);
            q = tree.Status == SolverStatus.Converged ? tree.OrderParameter : q;
            steps.Add(new AnnealingStep(chi, tree, OneLoop.Solve(there, kernel, tree, cancellation)));
            progress?.Report(steps[^1]);
        }

        return steps;
    }

    private static Posterior FollowValley(Network network, TrainingKernel kernel, double from, CancellationToken cancellation)
    {
        var lowest = TreeLevel.Solve(network, kernel, null, cancellation);
        var points = lowest.StationaryPoints;
        if (points.Count <= 1)
        {
            return lowest;
        }

        // Maxima and minima alternate: the valley of a point is between the maxima around it.
        var below = Enumerable.Range(0, points.Count).LastOrDefault(i => !points[i].IsMinimum && points[i].OrderParameter < from, -1);
        var valley = Enumerable.Range(below + 1, points.Count - below - 1).First(i => points[i].IsMinimum);
        return valley == lowest.Branch ? lowest : TreeLevel.Solve(network, kernel, valley, cancellation);
    }
}
