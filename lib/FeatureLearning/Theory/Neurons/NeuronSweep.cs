using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory.Neurons;

/// <summary>A single-neuron theory along a path of networks: each replica goes on from where it was at the last one.</summary>
internal static class NeuronSweep
{
    /// <summary>The posteriors on the path; not converged where a replica ran away there or before.</summary>
    public static Posterior[] Run(
        TheoryKind theory, IReadOnlyList<Network> path, TrainingKernel kernel, SingleNeuronOptions options, CancellationToken cancellation)
    {
        options.Check();
        var problem = NeuronProblem.Of(theory, path[0], kernel, options);
        var replicas = new (List<NeuronSolution> Found, string Message)[options.Replicas];
        var settings = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellation };
        Parallel.For(0, replicas.Length, settings, i => replicas[i] = Along(problem, path, i, cancellation));
        return [.. path.Select((network, at) => Array.Find(replicas, replica => replica.Found.Count <= at) is { Found: not null } failed
            ? Posterior.Failed(theory, network, kernel, SolverStatus.NotConverged, failed.Message)
            : SingleNeuron.Judge((problem with { Network = network }).Combine([.. replicas.Select(replica => replica.Found[at])])))];
    }

    private static (List<NeuronSolution> Found, string Message) Along(
        NeuronProblem problem, IReadOnlyList<Network> path, int index, CancellationToken cancellation)
    {
        var found = new List<NeuronSolution>();
        var (replica, kernels) = problem.Start(index);
        try
        {
            foreach (var network in path)
            {
                var run = found.Count == 0
                    ? replica.Run(network, kernels, (_, _, _) => { }, cancellation)
                    : replica.Continue(network, kernels, cancellation);
                found.Add((problem with { Network = network }).Solution(run, index));
            }

            return (found, "");
        }
        catch (ArithmeticException error)
        {
            return (found, error.Message);
        }
    }
}
