using FeatureLearning.Networks;
using FeatureLearning.Sampling;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Sampling;

/// <summary>Runs: the same draws whatever the threads, order and interruptions; checkpoints that are refused where they must be.</summary>
public sealed class SamplerRunTests : IDisposable
{
    private static readonly RunSettings Brief = new() { Chains = 3, Warmup = 15, Draws = 40, Thinning = 2, Seed = 9, Threads = 1, Batches = 4 };
    private readonly string folder = Directory.CreateTempSubdirectory("sampler").FullName;

    public static TheoryData<string, Activation> Samplers => new()
    {
        { "hmc", Activation.Linear }, { "hmc", Activation.Erf }, { "hmc", Activation.Relu }, { "hmc", Activation.Tanh }, { "mala", Activation.Erf },
        { "langevin", Activation.Linear }, { "langevin", Activation.Erf }, { "langevin, float32", Activation.Linear }, { "langevin, float32", Activation.Erf },
        { "langevin, float32", Activation.Relu }, { "langevin, float32", Activation.Tanh }, { "gibbs", Activation.Linear },
    };

    private string File => Path.Combine(folder, "run.checkpoint");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Samplers))]
    public void One_two_and_eight_threads_draw_the_same(string sampler, Activation activation)
    {
        var prints = new[] { 1, 2, 8 }.Select(threads => SamplerRun.Run(Problem(activation), Sampler(sampler), Brief with { Threads = threads }).Fingerprint);
        Assert.Single(prints.Distinct());
        Assert.NotEqual(prints.First(), SamplerRun.Run(Problem(activation), Sampler(sampler), Brief with { Seed = 10 }).Fingerprint);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Cut_anywhere_and_resumed_it_draws_the_same(string sampler, Activation activation)
    {
        var whole = SamplerRun.Run(Problem(activation), Sampler(sampler), Brief);
        Assert.Equal(SamplingStatus.Complete, whole.Status);
        foreach (var steps in new[] { 1, 14, 40, 96, 150, 284 })
        {
            System.IO.File.Delete(File);
            var settings = Brief with { Checkpoint = File };
            var cut = CutAfter(steps, Problem(activation), Sampler(sampler), settings);
            Assert.Equal(SamplingStatus.Partial, cut.Status);
            Assert.InRange(cut.Count, 0, whole.Count - 1);
            var resumed = SamplerRun.Run(Problem(activation), Sampler(sampler), settings with { Resume = true });
            Assert.Equal((SamplingStatus.Complete, whole.Fingerprint), (resumed.Status, resumed.Fingerprint));
        }
    }

    [Fact]
    public void A_chain_does_not_depend_on_how_many_others_there_are()
    {
        var few = SamplerRun.Run(Problem(Activation.Erf), new Hmc(), Brief with { Chains = 1 }).Traces(SampledScalar.Potential);
        var many = SamplerRun.Run(Problem(Activation.Erf), new Hmc(), Brief).Traces(SampledScalar.Potential);
        Assert.All(Enumerable.Range(0, Brief.Draws), draw => Assert.Equal(few[0, draw], many[0, draw]));
        Assert.NotEqual(many[0, 0], many[1, 0]);
    }

    [Fact]
    public void A_checkpoint_that_does_not_fit_is_refused()
    {
        var settings = Brief with { Checkpoint = File };
        SamplerRun.Run(Problem(Activation.Erf), new Hmc(), settings);
        var bytes = System.IO.File.ReadAllBytes(File);
        string Refused(SamplingProblem problem, Sampler sampler, RunSettings run) =>
            Assert.Throws<InvalidDataException>(() => SamplerRun.Run(problem, sampler, run with { Resume = true })).Message;
        Assert.Contains("another configuration", Refused(Problem(Activation.Erf), new Hmc(), settings with { Seed = 2 }), StringComparison.Ordinal);
        Assert.Contains("another configuration", Refused(Problem(Activation.Erf), new Hmc(), settings with { Draws = 41 }), StringComparison.Ordinal);
        Assert.Contains("another configuration", Refused(Problem(Activation.Erf), new Mala(), settings), StringComparison.Ordinal);
        Assert.Contains("another configuration", Refused(Problem(Activation.Relu), new Hmc(), settings), StringComparison.Ordinal);
        Assert.Contains("another configuration", Refused(Problem(Activation.Erf), new Hmc(), settings with { CheckpointLabel = "other code" }), StringComparison.Ordinal);
        Assert.Contains("exists", Assert.Throws<IOException>(() => SamplerRun.Run(Problem(Activation.Erf), new Hmc(), settings)).Message, StringComparison.Ordinal);

        foreach (var length in new[] { 20, 75, bytes.Length / 2, bytes.Length - 1 })
        {
            System.IO.File.WriteAllBytes(File, bytes[..length]);
            Assert.Contains("truncated or corrupt", Refused(Problem(Activation.Erf), new Hmc(), settings), StringComparison.Ordinal);
        }

        bytes[bytes.Length / 2] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Contains("truncated or corrupt", Refused(Problem(Activation.Erf), new Hmc(), settings), StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, "");
        Assert.Contains("not a checkpoint", Refused(Problem(Activation.Erf), new Hmc(), settings), StringComparison.Ordinal);
    }

    /// <summary>Lengths and counts that no run writes, under a checksum that is right: refused before memory or time is spent on them.</summary>
    [Theory]
    [InlineData(40, 4, 1_000_000)] // chains
    [InlineData(44, 4, int.MaxValue)] // length of the first chain
    [InlineData(44, 4, -1)]
    [InlineData(48, 8, -1)] // its steps
    [InlineData(48, 8, long.MaxValue)]
    [InlineData(48, 8, 20)] // fewer than its draws took
    public void A_forged_checkpoint_is_refused(int at, int length, long value)
    {
        var settings = Brief with { Checkpoint = File };
        SamplerRun.Run(Problem(Activation.Erf), new Hmc(), settings);
        var bytes = System.IO.File.ReadAllBytes(File);
        BitConverter.GetBytes(value).AsSpan(0, length).CopyTo(bytes.AsSpan(at));
        System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32)).CopyTo(bytes.AsSpan(bytes.Length - 32));
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Throws<InvalidDataException>(() => SamplerRun.Run(Problem(Activation.Erf), new Hmc(), settings with { Resume = true }));
    }

    [Fact]
    public void Chains_are_the_replicas_of_the_posterior_and_give_errors_of_anything()
    {
        var sampled = SamplerRun.Run(Problem(Activation.Erf), new Hmc(), Brief);
        var posterior = sampled.ToPosterior();
        var traces = sampled.Traces(SampledScalar.ReadoutNorm);
        double[] means = [.. Enumerable.Range(0, Brief.Chains).Select(c => Enumerable.Range(0, Brief.Draws).Average(draw => traces[c, draw]))];
        var mean = means.Average();
        Near.Absolute(sampled.OrderParameter.Mean, posterior.Replicas.Average(replica => replica.OrderParameter), 1e-12, "mean of the chains");
        Near.Absolute(
            Math.Sqrt(means.Sum(one => (one - mean) * (one - mean)) / (means.Length * (means.Length - 1.0))),
            StandardError.Of(posterior, one => one.OrderParameter), 1e-12, "error from the chains");
        Assert.Empty(SamplerRun.Run(Problem(Activation.Erf), new Hmc(), Brief with { Chains = 1 }).ToPosterior().Replicas);
    }

    [Theory]
    [InlineData("hmc", Activation.Linear)]
    [InlineData("gibbs", Activation.Linear)]
    [InlineData("hmc", Activation.Erf)]
    public void Last_neurons_have_the_moments_of_the_posterior(string sampler, Activation activation)
    {
        // 800 chains of 9 neurons: errors below 4 % of the second moments; 4.5 standard errors and a fixed seed.
        var direction = Vector<double>.Build.DenseOfArray([1, 2, 0, -1, 0.5, 1]);
        var settings = new RunSettings { Chains = 800, Warmup = 30, Draws = 10, Batches = 1 };
        var sampled = SamplerRun.Run(Problem(activation), Sampler(sampler), settings);
        var neurons = sampled.Neurons(direction);
        var unit = direction / direction.L2Norm();
        void Agrees(double expected, Func<(double Along, double Readout), double> of, string what)
        {
            var values = neurons.Chunk(neurons.Count / settings.Chains).Select(chain => chain.Average(of)).ToArray();
            var mean = values.Average();
            var error = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) / values.Length);
            Near.Absolute(expected, mean, 4.5 * error, what);
            Assert.True(error < 0.05 * Math.Abs(expected) || what == "⟨wv⟩", FormattableString.Invariant($"{what}: {mean} ± {error}, of no use"));
        }

        Agrees(unit * (sampled.HiddenSecondMoment.Mean * unit), neuron => neuron.Along * neuron.Along, "⟨vv⟩");
        Agrees(sampled.ReadoutSecondMoment.Mean, neuron => neuron.Readout * neuron.Readout, "⟨w²⟩");
        Agrees(sampled.ReadoutHiddenCorrelation.Mean * unit, neuron => neuron.Along * neuron.Readout, "⟨wv⟩");
    }

    [Fact]
    public void A_checkpoint_of_the_other_precision_is_refused()
    {
        var settings = Brief with { Checkpoint = File };
        SamplerRun.Run(Problem(Activation.Erf), Sampler("langevin"), settings);
        Assert.Contains("another configuration", Assert.Throws<InvalidDataException>(() => SamplerRun.Run(
            Problem(Activation.Erf), Sampler("langevin, float32"), settings with { Resume = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_settings_and_networks_are_named()
    {
        Assert.Contains("Chains", Assert.Throws<ArgumentException>(() => new RunSettings { Chains = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("HiddenStep", Assert.Throws<ArgumentException>(() => new Langevin(-1)).Message, StringComparison.Ordinal);
        Assert.Contains("TargetAcceptance", Assert.Throws<ArgumentException>(() => new Hmc { TargetAcceptance = 1 }).Message, StringComparison.Ordinal);
        Assert.Contains("linear", Assert.Throws<ArgumentException>(
            () => SamplerRun.Run(Problem(Activation.Erf), new BlockedGibbs(), Brief)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Activation.Linear)]
    [InlineData(Activation.Erf)]
    public void Langevin_with_too_large_a_step_says_so_and_gives_no_numbers(Activation activation)
    {
        var sampled = SamplerRun.Run(Problem(activation), new Langevin(5), Brief with { Draws = 400 });
        Assert.Equal(SamplingStatus.Diverged, sampled.Status);
        Assert.Contains("too large", Assert.Throws<InvalidOperationException>(() => sampled.TrainMean).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => sampled.ToPosterior().TrainMean);
    }

    [Fact]
    public void As_a_posterior_it_answers_on_its_points_in_any_order_and_refuses_others()
    {
        var problem = Problem(Activation.Erf);
        var sampled = SamplerRun.Run(problem, new Hmc(), Brief);
        var posterior = sampled.ToPosterior();
        Assert.Equal(sampled.TestMean.Mean, posterior.Predict(problem.TestInputs!).Mean);
        Assert.Equal(sampled.TrainCovariance.Mean, posterior.TrainCovariance());
        Near.Relative(sampled.TrainMean.Mean, posterior.TrainMean, 1e-13);
        var mixed = problem.TestInputs!.SubMatrix(1, 1, 0, 6).Stack(problem.Data.Inputs.SubMatrix(2, 1, 0, 6));
        Assert.Equal([sampled.TestMean.Mean[1], sampled.TrainMean.Mean[2]], posterior.Predict(mixed).Mean);
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => posterior.Predict(2 * mixed)).Message, StringComparison.Ordinal);
    }

    private static SamplingProblem Problem(Activation activation)
    {
        var draws = new Draws(11);
        return new SamplingProblem(Network.FromVariances(9, 6, activation, 1.5, 1, 1, 0.1), draws.Data(5, 6), draws.Data(3, 6));
    }

    private static Sampler Sampler(string name) => name switch
    {
        "hmc" => new Hmc(),
        "mala" => new Mala(),
        "gibbs" => new BlockedGibbs(),
        "langevin, float32" => new Langevin(0.004, 0.002) { Precision = Precision.Binary32 },
        _ => new Langevin(0.004, 0.002),
    };

    // Cancels from inside the run, so that it ends after about so many steps, always in the middle of something.
    private static SampledPosterior CutAfter(int steps, SamplingProblem problem, Sampler sampler, RunSettings settings)
    {
        using var source = new CancellationTokenSource();
        var count = 0;
        return SamplerRun.Run(problem, sampler, settings, null, () =>
        {
            if (++count == steps)
            {
                source.Cancel();
            }
        }, source.Token);
    }
}
