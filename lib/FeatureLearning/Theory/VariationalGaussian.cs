using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// The tree level of a network with hidden weights restricted to a Gaussian, v ~ N(0, S_v): the maximum over S_v of
/// ½ log det S_v − ½ tr(Σ⁻¹S_v) + ½λ aᵀΦ(S_v)a, Φ in closed form, with ⟨f⟩ = NλΦ(S_v)a and a = (y − ⟨f⟩)/κ. Deterministic; it
/// describes adaptation along directions. Source: derived for this project; arXiv:2112.15383 (Seroussi, Naveh, Ringel) introduces variational Gaussian
/// pre-activations. For a linear network it equals <see cref="TreeLevel"/>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>S_v</term><description>⟨vvᵀ⟩ of a neuron, D×D; Σ = (g_v/D) 1 outside the space that the inputs span</description></item>
/// <item><term>Φ(S_v)</term><description>E[φφᵀ] at pre-activation covariance X S_v Xᵀ, P×P</description></item>
/// <item><term>Q</term><description>⟨w²⟩/λ = 1 + λ aᵀΦa</description></item>
/// <item><term>K₂</term><description>N⟨w²φφᵀ⟩ − ⟨f⟩⟨f⟩ᵀ/N with the features' fourth moments by Wick's theorem; the covariance is
/// K₂** − K₂*(K₂+κ)⁻¹K₂*ᵀ</description></item>
/// </list>
/// With a eliminated the problem is a maximisation over S_v alone, L = ½ log det S − ½ tr S − (1/2N) yᵀ(NλΦ(S)+κ)⁻¹y in units of the prior. The last term is
/// not positive and the others fall without bound, so that a maximum exists for every χ, and there S_v⁻¹ = Σ⁻¹ − λXᵀTX is positive definite: iterating
/// that equation can make it indefinite on the way, climbing L cannot. Each step of the anneal from χ = 1 (κχ constant) climbs from the last.
/// </remarks>
public static class VariationalGaussian
{
    private const int MaxSteps = 5000;
    private const double Tolerance = 1e-8;

    /// <summary>Computes the kernel and the posterior.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The training data.</param>
    /// <exception cref="ArgumentException">The data's input dimension is not the network's.</exception>
    public static Posterior Solve(Network network, DataSet data) => Solve(network, TrainingKernel.On(network, data));

    /// <summary>The posterior on a kernel; O(P³ + P²r + r³) an evaluation, r = min(P, D).</summary>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="steps">Steps of the anneal from χ = 1 to the network's χ on a geometric grid; none where χ ≤ 1.</param>
    /// <param name="progress">Told of each χ that is reached.</param>
    /// <param name="cancellation">Ends the search by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// <see cref="SolverStatus.NotConverged"/> with the χ where stationarity, S_v⁻¹ = Σ⁻¹ − λXᵀTX, could not be reached to 1e-8.
    /// </returns>
    /// <exception cref="ArgumentException">The kernel is another network's, or steps is below 1.</exception>
    public static Posterior Solve(
        Network network, TrainingKernel kernel, int steps = 25, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(kernel);
        kernel.Check(network);
        var space = RowSpace.Of(network, kernel);
        var factor = Matrix<double>.Build.DenseIdentity(space.Rank).ToColumnMajorArray();
        var work = 0;
        foreach (var chi in ChiGrid.Geometric(network.Scaling, Require.Positive(steps, nameof(steps))))
        {
            var there = network.AtScaling(chi);
            var action = new VariationalAction(there, kernel, space);
            var (position, point, evaluations) =
                new LimitedMemoryAscent(action.Evaluate).Run(factor, Tolerance, MaxSteps, cancellation);
            (factor, work) = (position, work + evaluations);
            progress?.Report(chi);
            if (!(point.Residual < Tolerance))
            {
                return NotStationary(network, kernel, point.Residual, chi);
            }
        }

        return Finish(network, kernel, space, factor, work);
    }

    private static Posterior NotStationary(Network network, TrainingKernel kernel, double residual, double chi) =>
        Posterior.Failed(TheoryKind.VariationalGaussian, network, kernel, SolverStatus.NotConverged, FormattableString.Invariant(
            $"The precision S⁻¹ = Σ⁻¹ − λXᵀTX holds to {residual:0.0e+0} only at χ = {chi:0.####}."));

    /// <summary>Climbs from a factor of S at one network.</summary>
    internal static (double[] Position, double OrderParameter, double Action) Climb(
        Network network, TrainingKernel kernel, RowSpace space, double[] factor, CancellationToken cancellation)
    {
        var (position, point, _) = new LimitedMemoryAscent(new VariationalAction(network, kernel, space).Evaluate)
            .Run(factor, Tolerance, MaxSteps, cancellation);
        return (position, Finish(network, kernel, space, position, 0).OrderParameter, 1 - (2 * point.Value));
    }

    /// <summary>The posterior at a factor; not converged where the factor is not stationary.</summary>
    internal static Posterior Finish(Network network, TrainingKernel kernel, RowSpace space, double[] factor, int work)
    {
        var action = new VariationalAction(network, kernel, space);
        var point = action.Evaluate(factor);
        if (!(point.Residual < Tolerance))
        {
            return NotStationary(network, kernel, point.Residual, network.Scaling);
        }

        var b = Matrix<double>.Build.Dense(space.Rank, space.Rank, factor);
        var fields = action.Fields(kernel.Algebra.Gram(kernel.Algebra.Multiply(space.Points, b)))!;
        var measure = new VariationalMeasure(network, kernel, space, kernel.Algebra.Gram(b), fields);
        return new Posterior(TheoryKind.VariationalGaussian, network, kernel, measure)
        {
            OrderParameter = measure.ReadoutSecondMoment / network.ReadoutPriorVariance,
            Action = 1 - (2 * point.Value),
            Residual = point.Residual,
            Iterations = work,
        };
    }
}
