using System.Diagnostics;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;

namespace FeatureLearning.Benchmarks.Scaling;

/// <summary>A size of the single-neuron theory (erf, full), and what one of its rounds costs.</summary>
/// <param name="Particles">M.</param>
/// <param name="Points">P.</param>
/// <param name="Dimension">D.</param>
internal sealed record RoundCase(int Particles, int Points, int Dimension)
{
    /// <summary>M P (r + P) with r = min(P, D), the rank of the inputs: what a round should cost up to a factor.</summary>
    public double Model => (double)Particles * Points * (Math.Min(Points, Dimension) + Points);

    /// <summary>
    /// Seconds of processor time a round, one thread: the difference of a long and a short run, so that kernels, start and answers cancel. Processor time, since other
    /// work on the machine does not count into it. The smallest of the repetitions.
    /// </summary>
    public double SecondsPerRound(int rounds, int repetitions)
    {
        var (network, kernel) = Problem();
        double Processor(int steps)
        {
            var begin = Process.GetCurrentProcess().TotalProcessorTime;
            Solve(network, kernel, steps, replicas: 1);
            return (Process.GetCurrentProcess().TotalProcessorTime - begin).TotalSeconds;
        }

        Processor(1);
        return Enumerable.Range(0, repetitions).Min(_ => Processor(1 + rounds) - Processor(1)) / rounds;
    }

    /// <summary>
    /// Solves on all processors with four replicas, as many rounds as it takes to keep all snapshots of the default, and returns the largest resident memory of this
    /// process, in MiB.
    /// </summary>
    public double PeakMebibytes()
    {
        var (network, kernel) = Problem();
        Solve(network, kernel, 2, replicas: 4);
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024.0 * 1024);
    }

    private void Solve(Network network, TrainingKernel kernel, int steps, int replicas)
    {
        var options = new SingleNeuronOptions
        {
            Particles = Particles, Replicas = replicas, AnnealingSteps = 1, RoundsPerStep = steps, FinalRounds = replicas == 1 ? 6 : 75, Parallelism = replicas == 1 ? 1 : -1,
            Snapshots = replicas == 1 ? 1 : new SingleNeuronOptions().Snapshots,
        };
        var posterior = SingleNeuron.Solve(network, kernel, options);
        if (posterior.Status == SolverStatus.Converged && !double.IsFinite(posterior.Discrepancy.L2Norm()))
            throw new MissingException("The theory did not answer.");
    }

    private (Network Network, TrainingKernel Kernel) Problem()
    {
        var source = new Mcg59(20261122);
        var inputs = Matrix<double>.Build.Dense(Points, Dimension, (_, _) => Normal.Sample(source, 0, 1));
        var data = new DataSet(inputs, inputs * Vector<double>.Build.Dense(Dimension, 1 / Math.Sqrt(Dimension)));
        var network = Network.FromVariances(Points, Dimension, Activation.Erf, 2, 1, 1, 0.1);
        return (network, TrainingKernel.On(network, data));
    }
}
