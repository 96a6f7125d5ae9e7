using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Neurons;

/// <summary>A single-neuron theory on one data set: runs replicas and makes posteriors of one or all of them.</summary>
internal sealed record NeuronProblem(
    TheoryKind Theory, Network Network, TrainingKernel Kernel, RowSpace Space, NeuronPoints Points, NeuronPrior Prior, SingleNeuronOptions Options)
{
    public static NeuronProblem Of(TheoryKind theory, Network network, TrainingKernel kernel, SingleNeuronOptions options)
    {
        var space = RowSpace.Triangular(network, kernel);
        return new(theory, network, kernel, space, NeuronPoints.Of(space.Points), NeuronPrior.Of(kernel, space.Rank), options);
    }

    /// <summary>Runs one replica.</summary>
    /// <exception cref="ArithmeticException">It ran away.</exception>
    public NeuronSolution Replica(int index, IProgress<SingleNeuronProgress>? progress, CancellationToken cancellation)
    {
        var (replica, kernels) = Start(index);
        void Report(double chi, double q, double acceptance) => progress?.Report(new(index, chi, q, acceptance));
        return Solution(replica.Run(Network, kernels, Report, cancellation), index);
    }

    /// <summary>A replica before its anneal, and the kernels it starts from.</summary>
    public (NeuronReplica Replica, NeuronKernels Kernels) Start(int index)
    {
        var start = Network.AtScaling(Math.Min(Network.Scaling, 1)).KernelScale;
        double[] Prior() => (start * Kernel.Features).ToRowMajorArray();
        return (
            new NeuronReplica(Points, this.Prior, Options, index, Theory == TheoryKind.SingleNeuron),
            new NeuronKernels(Kernel.Data.Targets.ToArray(), Prior(), Prior()));
    }

    /// <summary>What a finished run answers.</summary>
    public NeuronSolution Solution(NeuronRun run, int index)
    {
        var store = new NeuronStore(Network, Kernel, Space, Points, run, (Options.Seed, index));
        return new NeuronSolution(run, store, new NeuronMeasure(Network, Kernel, Space, Points, run, store));
    }

    /// <summary>The posterior of all replicas, each in it as a posterior of its own.</summary>
    public Posterior Combine(IReadOnlyList<NeuronSolution> solutions) =>
        Answer(solutions, new ReplicaMean([.. solutions.Select(one => one.Measure)])) with
        {
            Replicas = [.. solutions.Select(one => Answer([one], one.Measure))],
        };

    private Posterior Answer(IReadOnlyList<NeuronSolution> solutions, PosteriorMeasure measure) =>
        new(Theory, Network, Kernel, measure)
        {
            OrderParameter = solutions.Average(one => one.Run.OrderParameter),
            Residual = Drift(solutions),
            Iterations = solutions.Sum(one => one.Run.Rounds),
            Neurons = new NeuronEnsemble([.. solutions.Select(one => one.Store)], Network.InputDimension),
        };

    // The larger of both: K₂ can still be on its way, and Q with it, where the field has long settled on the targets.
    private static double Drift(IReadOnlyList<NeuronSolution> solutions)
    {
        Vector<double> Sum(Func<NeuronRun, double[]> part) =>
            solutions.Select(one => Vector<double>.Build.Dense(part(one.Run))).Aggregate((a, b) => a + b);
        Vector<double> early = Sum(run => run.Halves.Early), late = Sum(run => run.Halves.Late);
        var size = (early + late).L2Norm() / 2;
        double one = solutions.Average(solution => solution.Run.HalfOrderParameters.Early), two = solutions.Average(solution => solution.Run.HalfOrderParameters.Late);
        return Math.Max(size > 0 ? (early - late).L2Norm() / size : 0, Math.Abs(one - two) / Math.Max(1e-300, Math.Abs(one + two) / 2));
    }
}

/// <summary>A replica's end: its run, its stored neurons and the answers built on both.</summary>
internal sealed record NeuronSolution(NeuronRun Run, NeuronStore Store, NeuronMeasure Measure);
