using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory.Adaptation;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// The posterior of any activation to first order in 1/N at fixed P: the perturbative reference. With u = a·φ, s = φᵀA⁻¹φ, A = K + κ and prior
/// averages E, the saddle point of the cumulants through order λ² is y = κa + K_ad a, K_ad(a) = K + (Nλ²/2) Cov(φφᵀ, u²): the kernel moves
/// along what is still to be learned (arXiv:2405.10761 expands so, backward for the field and forward for the kernel). One loop around it adds
/// −½ Tr[A⁻¹∂_aK₂], K₂ = ∂(K_ad a)/∂a, which is of the same order in 1/N; K₂ is the Hessian, not K_ad, whose derivative would leave out two
/// thirds of E[φus] and ΦA⁻¹Φa. Together y = Aa + g(a), g = (Nλ²/2){E[φu(u² − 3s)] − (E u² − E s)Φa + 2ΦA⁻¹Φa}. Derived for this project.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Φ, K</term><description>prior feature kernel and NNGP kernel NλΦ, P×P</description></item>
/// <item><term>a</term><description>(y − ⟨f⟩)/κ, P numbers; a₀ = A⁻¹y at infinite width</description></item>
/// <item><term>⟨Φ⟩</term><description>Φ + (λ/2) Cov(φφᵀ, u² − s); ⟨vvᵀ⟩ = Σ + (λ/2) Cov(vvᵀ, u² − s)</description></item>
/// <item><term>Q</term><description>⟨w²⟩/λ = 1 + λE[u² − s]</description></item>
/// <item><term>⟨wv⟩, ⟨w⟩</term><description>λE[v u] and λE[u], their leading order</description></item>
/// </list>
/// Fourth moments of features: the part of u² and s through second order in Hermite polynomials of the pre-activations in closed form (all of
/// it for linear networks), the rest averaged over <see cref="SingleNeuronOptions.FinalRounds"/> times
/// <see cref="SingleNeuronOptions.Particles"/> independent prior draws a replica, O(P(P + r)) a draw; the same seed gives the same draws at any
/// N, χ, κ and number of threads. The error of the expansion falls as 1/N²; at large χ no answer of the strict form is bounded: ⟨Φ⟩ and
/// covariances need not be positive. Measured on the erf network of the tests' reference data (N = 200, D = 40, P = 80, κχ = 0.05): ⟨w²⟩/λ is
/// 1.082 strictly and 1.058 self-consistently at χ = 1, where sampling gives 1.065; 4.59 and 1.92 at χ = 10, where it gives 2.496.
/// </remarks>
public static class KernelAdaptation
{
    private const int MaxSteps = 60;
    private const double Tolerance = 1e-11;

    /// <summary>Computes the kernel and the strict first order.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The training data.</param>
    /// <param name="options">How much is sampled; the defaults if null.</param>
    /// <exception cref="ArgumentException">The data's input dimension is not the network's, or an option is outside its domain.</exception>
    public static Posterior Solve(Network network, DataSet data, SingleNeuronOptions? options = null) =>
        Solve(network, TrainingKernel.On(network, data), options);

    /// <summary>The strict form: every answer to first order around infinite width, a = a₀ − A⁻¹g(a₀).</summary>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="options">How much is sampled; the defaults if null.</param>
    /// <param name="cancellation">Ends the sampling by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// Always converged, or <see cref="SolverStatus.IllConditioned"/>. <see cref="Posterior.Replicas"/> give error bars; none for linear networks.
    /// </returns>
    /// <exception cref="ArgumentException">The kernel is another network's, or an option is outside its domain.</exception>
    public static Posterior Solve(
        Network network, TrainingKernel kernel, SingleNeuronOptions? options = null, CancellationToken cancellation = default) =>
        Solve(TheoryKind.KernelAdaptation, network, kernel, options, Strict, cancellation);

    /// <summary>Computes the kernel and the self-consistent form.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The training data.</param>
    /// <param name="options">How much is sampled; the defaults if null.</param>
    /// <exception cref="ArgumentException">The data's input dimension is not the network's, or an option is outside its domain.</exception>
    public static Posterior SolveOneLoop(Network network, DataSet data, SingleNeuronOptions? options = null) =>
        SolveOneLoop(network, TrainingKernel.On(network, data), options);

    /// <summary>The self-consistent form: y = Aa + g(a) with g at its own a, by Newton's method from a₀; covariances by the Hessian A + ∂g.</summary>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="options">How much is sampled; the defaults if null.</param>
    /// <param name="cancellation">Ends the sampling by an <see cref="OperationCanceledException"/>.</param>
    /// <returns><see cref="SolverStatus.NoSolution"/> where the iteration finds no root with a positive definite Hessian.</returns>
    /// <exception cref="ArgumentException">The kernel is another network's, or an option is outside its domain.</exception>
    public static Posterior SolveOneLoop(
        Network network, TrainingKernel kernel, SingleNeuronOptions? options = null, CancellationToken cancellation = default) =>
        Solve(TheoryKind.KernelAdaptationOneLoop, network, kernel, options, SelfConsistent, cancellation);

    private static Posterior Solve(
        TheoryKind theory, Network network, TrainingKernel kernel, SingleNeuronOptions? options,
        Func<AdaptationProblem, RestMoments, AdaptationSolution?> solve, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(kernel);
        kernel.Check(network);
        options ??= new();
        options.Check();
        return Rescaled.Guard(theory, network, kernel, () =>
        {
            var problem = AdaptationProblem.Of(network, kernel, options) ?? throw new InvalidOperationException("K + κ passed the guard.");
            var solutions = new AdaptationSolution?[problem.IsSampled ? options.Replicas : 1];
            var settings = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellation };
            Parallel.For(0, solutions.Length, settings, i => solutions[i] = solve(problem, new RestMoments(problem, i, cancellation)));
            return Array.TrueForAll(solutions, one => one is not null)
                ? problem.Combine(theory, [.. solutions.Select(one => one!)])
                : Posterior.Failed(theory, network, kernel, SolverStatus.NoSolution,
                    "The iteration from infinite width finds no root with a positive definite Hessian: the expansion does not reach this far. "
                    + "The strict form still exists.");
        });
    }

    private static AdaptationSolution Strict(AdaptationProblem problem, RestMoments rest)
    {
        var (gradient, value) = new AdaptationAction(problem, rest).GradientAndValue(problem.Lazy);
        var measure = new AdaptationMeasure(problem, rest, problem.Lazy, problem.Lazy - (problem.Inverse * gradient), null);
        return new AdaptationSolution(measure, problem.LazyAction - (2 * value / problem.Network.Width), 0, 1);
    }

    private static AdaptationSolution? SelfConsistent(AdaptationProblem problem, RestMoments rest)
    {
        // The closed forms alone first: they cost no sampling and are most of the way.
        var smooth = new AdaptationAction(problem, new RestMoments(problem, null));
        var action = new AdaptationAction(problem, rest);
        if (Root(problem, smooth, smooth, problem.Lazy) is not { } start || Root(problem, action, smooth, start.Field) is not { } root)
        {
            return null;
        }

        var a = root.Field;
        var curvature = action.Curvature(a);
        if (!IsPositive(problem.Regularised + curvature))
        {
            return null;
        }

        // Γ(a) − aᵀy relative to infinite width, where it is −½a₀ᵀAa₀.
        var change = a - problem.Lazy;
        var value = (0.5 * change.DotProduct(problem.Regularised * change)) + action.GradientAndValue(a).Value;
        return new AdaptationSolution(
            new AdaptationMeasure(problem, rest, a, a, curvature), problem.LazyAction - (2 * value / problem.Network.Width), root.Residual,
            root.Steps);
    }

    // Newton's method with the closed forms' Hessian, which is all of it but for a small rest; null without a descent.
    private static (Vector<double> Field, double Residual, int Steps)? Root(
        AdaptationProblem problem, AdaptationAction action, AdaptationAction smooth, Vector<double> a)
    {
        var y = problem.Kernel.Data.Targets;
        Vector<double> Mismatch(Vector<double> at) => (problem.Regularised * at) + action.Gradient(at) - y;
        var mismatch = Mismatch(a);
        for (var step = 1; step <= MaxSteps; step++)
        {
            var size = mismatch.L2Norm();
            if (size < Tolerance * y.L2Norm() || size == 0)
            {
                return (a, size / y.L2Norm(), step);
            }

            var direction = (problem.Regularised + smooth.Smooth(a)).Solve(mismatch);
            var damping = 1.0;
            Vector<double> next, there;
            do
            {
                next = a - (damping * direction);
                there = Mismatch(next);
                damping /= 2;
            }
            while (!(there.L2Norm() < size) && damping > 1e-4);
            if (!(there.L2Norm() < size))
            {
                return null;
            }

            (a, mismatch) = (next, there);
        }

        return null;
    }

    private static bool IsPositive(Matrix<double> matrix) =>
        matrix.Enumerate().All(double.IsFinite)
        && ((matrix + matrix.Transpose()) / 2).Evd(Symmetricity.Symmetric).EigenValues.All(value => value.Real > 0);
}
