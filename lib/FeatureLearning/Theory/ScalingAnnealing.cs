using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>
/// Annealing across scaling regimes: walk χ along a grid on one factorised kernel, at each χ solve tree level, then one loop from that. Source: arXiv:2502.03210 (its algorithm across scaling regimes).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>χ</term><description>scaling, 1 standard to N mean-field</description></item>
/// <item><term>κ</term><description>noise; κ₀/χ along the walk, so that the NNGP predictor stays the same, or constant</description></item>
/// </list>
/// The tree level of a linear network is unique, so that the outcome at a χ does not depend on the walk that led there; nor can a walk at
/// κ = κ₀/χ bring a lost one-loop solution back: with K and κ both divided by χ, raising χ is the same as raising y by √χ.
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
        foreach (var chi in scalings)
        {
            cancellation.ThrowIfCancellationRequested();
            var there = scaleNoise ? network.AtScaling(chi) : network.WithScaling(chi);
            var tree = TreeLevel.Solve(there, kernel, cancellation);
            steps.Add(new AnnealingStep(chi, tree, OneLoop.Solve(there, kernel, tree, cancellation)));
            progress?.Report(steps[^1]);
        }

        return steps;
    }
}
