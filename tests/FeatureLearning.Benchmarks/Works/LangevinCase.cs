using System.Diagnostics;
using System.Runtime.InteropServices;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>One network, one data set and one starting point, in this process and in the peer's.</summary>
internal sealed class LangevinCase : IDisposable
{
    /// <summary>So small that no chain of either program runs away; speed does not depend on it.</summary>
    private const double Step = 1e-5;

    /// <summary>So large that a step is its gradient.</summary>
    private const double CheckedStep = 0.5;

    private const double SecondsOfATurn = 0.3;

    private readonly string folder = Directory.CreateTempSubdirectory("featurelearning-benchmark-").FullName;
    private readonly SamplingProblem problem;
    private readonly Precision precision;
    private readonly int threads;
    private readonly PeerProcess peer;
    private readonly double[] start;
    private readonly Transition transition;
    private ulong steps;

    public LangevinCase(int d, int n, int p, Activation activation, Precision precision, int threads, PeerProcess peer)
    {
        (this.precision, this.threads, this.peer) = (precision, threads, peer);
        var network = Network.FromVariances(n, d, activation, gv: 1, gw: 1, chi: 1, kappa: 0.1);
        Matrix<double> x = Matrix<double>.Build.Dense(p, d, Normals(1, p * d));
        problem = new SamplingProblem(network, new DataSet(x, Vector<double>.Build.Dense(Normals(2, p))));
        start = Normals(3, problem.HiddenCount + n);
        transition = new Langevin(Step) { Precision = precision }.Create(Context(threads));
        transition.StartAt(start);
        Write("x.bin", (x * Math.Sqrt(network.HiddenPriorVariance)).ToRowMajorArray());
        Write("y.bin", problem.Targets);
        Write("z.bin", InInputSpace(start).ToColumnMajorArray());
        Write("u.bin", start[problem.HiddenCount..]);
    }

    /// <summary>Largest difference of one step, relative to the largest weight after it, that rounding explains.</summary>
    public double Tolerance => precision == Precision.Binary32 ? 2e-6 : 1e-10;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Steps a second of this project.</summary>
    public double Ours()
    {
        peer.AwaitRest();
        var begin = Stopwatch.GetTimestamp();
        var count = 0;
        do
        {
            for (var i = 0; i < 5; i++, count++)
                transition.Step(steps++, adapt: false);
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < SecondsOfATurn);

        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return transition.IsFinite ? count / seconds : throw new InvalidOperationException("The chain ran away.");
    }

    /// <summary>Steps a second of the peer.</summary>
    public double Theirs()
    {
        var answer = peer.Ask(new { run = SecondsOfATurn });
        return answer.GetProperty("steps").GetDouble() / answer.GetProperty("seconds").GetDouble();
    }

    /// <summary>By how much one step without noise differs, relative to the largest weight after it. The peer goes on at the small step.</summary>
    public double Difference()
    {
        Load(CheckedStep);
        var (width, count) = (problem.Network.Width, problem.HiddenCount);
        var mine = WithoutNoise();
        var z = Matrix<double>.Build.Dense(problem.Network.InputDimension, width, Read("z-after.bin"));
        var u = Read("u-after.bin");
        var hidden = (InInputSpace(mine) - z).Enumerate().Max(Math.Abs) / z.Enumerate().Max(Math.Abs);
        var readout = mine.Skip(count).Zip(u, (a, b) => Math.Abs(a - b)).Max() / u.Max(Math.Abs);
        Load(Step);
        return Math.Max(hidden, readout);
    }

    private ChainContext Context(int threads) => new(problem, DenseRoutines.Of(LinearAlgebra.Best), 1, 0) { Threads = threads };

    private void Load(double step) => peer.Ask(new
    {
        load = folder,
        width = problem.Network.Width,
        dimension = problem.Network.InputDimension,
        points = problem.Data.Count,
        activation = problem.Network.Activation.ToString().ToLowerInvariant(),
        precision = precision == Precision.Binary32 ? "float32" : "float64",
        threads,
        step,
        scale = Math.Sqrt(problem.Network.ReadoutPriorVariance),
        kappa = problem.Network.Noise,
        seed = 1,
    });

    // The noise of a step is known: take it off again.
    private double[] WithoutNoise()
    {
        var context = Context(threads);
        var (rank, width) = (problem.Space.Rank, problem.Network.Width);
        var one = new Langevin(CheckedStep) { Precision = precision }.Create(context);
        one.StartAt(start);
        one.Step(0, adapt: false);
        double[] state = [.. one.State];
        var groups = (width + 31) / 32;
        var (hidden, readout) = (Noise(context.Stream(RandomPurpose.HiddenNoise, 0), groups * rank * 32), Noise(context.Stream(RandomPurpose.ReadoutNoise, 0), groups * 32));
        for (var neuron = 0; neuron < width; neuron++)
        {
            for (var row = 0; row < rank; row++)
                state[row + (neuron * rank)] -= Math.Sqrt(2 * CheckedStep) * hidden[(((neuron / 32 * rank) + row) * 32) + (neuron % 32)];
            state[problem.HiddenCount + neuron] -= Math.Sqrt(2 * CheckedStep) * readout[neuron];
        }

        return state;
    }

    private double[] Noise(RandomStream stream, int count)
    {
        if (precision == Precision.Binary32)
        {
            var single = new float[count];
            stream.Normals(single);
            return Array.ConvertAll(single, z => (double)z);
        }

        var numbers = new double[count];
        stream.Normals(numbers);
        return numbers;
    }

    // D×N, one column a neuron: B z.
    private Matrix<double> InInputSpace(double[] state) =>
        problem.Space.Basis * Matrix<double>.Build.Dense(problem.Space.Rank, problem.Network.Width, state[..problem.HiddenCount]);

    private static double[] Normals(uint chain, int count)
    {
        var numbers = new double[count];
        new RandomStream(20260101, RandomPurpose.Simulation, chain, 0).Normals(numbers);
        return numbers;
    }

    private void Write(string name, double[] numbers) =>
        File.WriteAllBytes(Path.Combine(folder, name), MemoryMarshal.AsBytes<double>(numbers).ToArray());

    private double[] Read(string name) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path.Combine(folder, name))).ToArray();
}
