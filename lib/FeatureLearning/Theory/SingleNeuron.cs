using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory.Neurons;

namespace FeatureLearning.Theory;

/// <summary>
/// The self-consistent theory of a single neuron in the field of all others. A neuron sees the others' residual field h with Gaussian fluctuations of
/// covariance A⁻¹, so that neurons are independent draws from p(w,v) ∝ N(w;0,λ) N(v;0,Σ) exp(w h·φ − ½w² φᵀA⁻¹φ), φ = φ(Xv), with ⟨f⟩ = N⟨wφ⟩,
/// a = (y−⟨f⟩)/κ, h = a + A⁻¹⟨f⟩/N (the residual without the neuron itself) and A = κ + N⟨w²φφᵀ⟩ − ⟨f⟩⟨f⟩ᵀ/N. Without A⁻¹ it is the tree level of any activation (arXiv:2502.03210 at the saddle point), with
/// Gaussian φ the proportional limit (arXiv:2508.20989). Source: derived for this project, checked by sampled networks.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>u, s</term><description>h·φ and φᵀA⁻¹φ of a neuron; λ_v = λ/(1+λs), ⟨w|v⟩ = λ_v u, ⟨w²|v⟩ = λ_v + λ_v²u²</description></item>
/// <item><term>K₁</term><description>N⟨λ_vφφᵀ⟩, so that ⟨f⟩ = K₁h, P×P; at tree level h = a = (K₁+κ)⁻¹y</description></item>
/// <item><term>K₂</term><description>A − κ; Cov f* = K̃** − K̃*ᵀ(K̃+κ)⁻¹K̃* with K̃ = K₂ + K₂A⁻¹K₂/N, at tree level K̃ = K₂</description></item>
/// <item><term>Q</term><description>⟨w²⟩/λ = 1 + (1/N)[hᵀK₁h − tr(A⁻¹N⟨w²φφᵀ⟩)]</description></item>
/// </list>
/// Particles v move by Hamiltonian trajectories in the row space of X while K₁ and K₂ follow their averages (Robbins and Monro, gain
/// 1/(t+5)^0.7), annealed in χ from 1; closed-form prior kernels are control variates. O(M P (P + r)) a round, r = min(P, D). The same seed gives the same
/// numbers for any number of threads. At fixed P the theory is exact through order 1/N: it expands log Z_{N−1}(y − wφ) to second order in w. There is no action: <see cref="Posterior.Action"/> is NaN.
/// </remarks>
public static class SingleNeuron
{
    private const double DriftAllowed = 0.05;

    /// <summary>Computes the kernel and the posterior of the full theory.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The training data.</param>
    /// <param name="options">How much is sampled; the defaults if null.</param>
    /// <exception cref="ArgumentException">The data's input dimension is not the network's, or an option is outside its domain.</exception>
    public static Posterior Solve(Network network, DataSet data, SingleNeuronOptions? options = null) =>
        Solve(network, TrainingKernel.On(network, data), options);

    /// <summary>The posterior of the full theory.</summary>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="options">How much is sampled; the defaults if null.</param>
    /// <param name="progress">Told of each χ that a replica passes, from its thread.</param>
    /// <param name="cancellation">Ends the run by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// <see cref="SolverStatus.NotConverged"/> where the kernels ran away or still drift: where the field or ⟨w²⟩/λ of the last rounds' two halves differs by
    /// more than 5 %. <see cref="Posterior.Replicas"/> give error bars by <see cref="StandardError"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The kernel is another network's, or an option is outside its domain.</exception>
    public static Posterior Solve(
        Network network, TrainingKernel kernel, SingleNeuronOptions? options = null,
        IProgress<SingleNeuronProgress>? progress = null, CancellationToken cancellation = default) =>
        Solve(TheoryKind.SingleNeuron, network, kernel, options, progress, cancellation);

    /// <summary>The posterior at tree level: without the fluctuations A⁻¹ of the residual field, λ_v = λ.</summary>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="options">How much is sampled; the defaults if null.</param>
    /// <param name="progress">Told of each χ that a replica passes, from its thread.</param>
    /// <param name="cancellation">Ends the run by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>As for the full theory.</returns>
    /// <exception cref="ArgumentException">The kernel is another network's, or an option is outside its domain.</exception>
    public static Posterior SolveTree(
        Network network, TrainingKernel kernel, SingleNeuronOptions? options = null,
        IProgress<SingleNeuronProgress>? progress = null, CancellationToken cancellation = default) =>
        Solve(TheoryKind.SingleNeuronTree, network, kernel, options, progress, cancellation);

    private static Posterior Solve(
        TheoryKind theory, Network network, TrainingKernel kernel, SingleNeuronOptions? options,
        IProgress<SingleNeuronProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(kernel);
        kernel.Check(network);
        options ??= new();
        options.Check();
        var problem = NeuronProblem.Of(theory, network, kernel, options);
        try
        {
            return Judge(problem.Combine(Run(problem, options, progress, cancellation)));
        }
        catch (ArithmeticException error)
        {
            return Posterior.Failed(theory, network, kernel, SolverStatus.NotConverged, error.Message);
        }
    }

    private static NeuronSolution[] Run(
        NeuronProblem problem, SingleNeuronOptions options, IProgress<SingleNeuronProgress>? progress, CancellationToken cancellation)
    {
        var solutions = new NeuronSolution[options.Replicas];
        var failures = new ArithmeticException?[options.Replicas];
        var settings = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellation };
        Parallel.For(0, solutions.Length, settings, i =>
        {
            try
            {
                solutions[i] = problem.Replica(i, progress, cancellation);
            }
            catch (ArithmeticException error)
            {
                failures[i] = error;
            }
        });
        return Array.Find(failures, failure => failure is not null) is { } first ? throw first : solutions;
    }

    /// <summary>The posterior, or its failure where it still drifts.</summary>
    internal static Posterior Judge(Posterior posterior) => posterior.Residual < DriftAllowed
        ? posterior
        : Posterior.Failed(posterior.Theory, posterior.Network, posterior.Kernel, SolverStatus.NotConverged, FormattableString.Invariant(
            $"The field or ⟨w²⟩/λ of the last rounds' two halves differs by {posterior.Residual:0.0e+0}; more particles or rounds may help."));
}
