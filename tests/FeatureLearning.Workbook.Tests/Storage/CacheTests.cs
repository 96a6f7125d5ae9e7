using FeatureLearning.Networks;
using FeatureLearning.Sampling;
using FeatureLearning.Storage;
using FeatureLearning.Tasks;
using FeatureLearning.Theory;

namespace FeatureLearning.Workbook.Tests.Storage;

/// <summary>What comes from the cache is what would be computed; what is stale, damaged or of other parameters is not read.</summary>
public sealed class CacheTests : IDisposable
{
    private static readonly RunSettings Brief = new() { Chains = 2, Warmup = 20, Draws = 40, Batches = 4, Seed = 3 };
    private readonly TemporaryFolder folder = new();

    private Cache Store => new(folder.File("results"));

    private string[] Entries => Directory.GetFiles(folder.File("results"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_second_call_reads_every_answer_bit_for_bit_and_makes_no_step()
    {
        var fresh = Store.Sample(Problem(), new Hmc(), Brief);
        var kept = Store.Sample(Problem(), new Hmc(), Brief);
        Assert.True(fresh.StepsPerSecond > 0);
        Assert.Equal(0, kept.StepsPerSecond);
        Assert.Equal((fresh.Fingerprint, fresh.Status, fresh.Acceptance), (kept.Fingerprint, kept.Status, kept.Acceptance));
        Assert.Equal(fresh.TestMean, kept.TestMean);
        Assert.Equal(fresh.FeatureKernel, kept.FeatureKernel);
        Assert.Equal(fresh.HiddenSecondMoment, kept.HiddenSecondMoment);
        Assert.Equal(fresh.Traces(SampledScalar.Potential), kept.Traces(SampledScalar.Potential));
        Assert.Equal(SamplerRun.Run(Problem(), new Hmc(), Brief).Fingerprint, kept.Fingerprint);
        Assert.Single(Entries);
    }

    [Fact]
    public void Another_network_datum_sampler_or_setting_is_another_entry()
    {
        Store.Sample(Problem(), new Hmc(), Brief);
        var others = new[]
        {
            Store.Sample(Problem(chi: 2), new Hmc(), Brief), Store.Sample(Problem(seed: 2), new Hmc(), Brief),
            Store.Sample(Problem(), new Hmc { PathLength = 0.5 }, Brief), Store.Sample(Problem(), new Hmc(), Brief with { Seed = 4 }),
        };
        Assert.All(others, other => Assert.True(other.StepsPerSecond > 0));
        Assert.Equal(1 + others.Length, Entries.Length);
    }

    [Fact]
    public void Draws_of_other_code_are_made_again_in_their_place()
    {
        var old = new Cache(folder.File("results")) { CodeVersion = "another" };
        old.Sample(Problem(), new Hmc(), Brief);
        Assert.True(Store.Sample(Problem(), new Hmc(), Brief).StepsPerSecond > 0);
        Assert.Equal(0, Store.Sample(Problem(), new Hmc(), Brief).StepsPerSecond);
        Assert.True(old.Sample(Problem(), new Hmc(), Brief).StepsPerSecond > 0);
        Assert.Single(Entries);
    }

    [Theory]
    [InlineData("shortened")]
    [InlineData("a bit turned")]
    [InlineData("emptied")]
    [InlineData("of another entry")]
    public void A_damaged_entry_is_computed_again(string damage)
    {
        var fresh = Store.Sample(Problem(), new Hmc(), Brief);
        var numbers = Store.Numbers("squares", [7], () => [[49.0]]);
        var paths = Entries;
        foreach (var path in paths)
        {
            File.WriteAllBytes(path, Damaged(File.ReadAllBytes(path), damage));
        }

        var again = Store.Sample(Problem(), new Hmc(), Brief);
        Assert.True(again.StepsPerSecond > 0);
        Assert.Equal(fresh.Fingerprint, again.Fingerprint);
        Assert.Equal(numbers, Store.Numbers("squares", [7], () => [[49.0]]));
        Assert.Equal(0, Store.Sample(Problem(), new Hmc(), Brief).StepsPerSecond);
        Assert.Equal(paths, Entries);
    }

    [Fact]
    public void An_interrupted_run_goes_on_where_it_was()
    {
        var settings = Brief with { Draws = 400, Threads = 1 };
        using var stop = new CancellationTokenSource();
        var cut = Store.Sample(Problem(), new Hmc(), settings, new Teller(_ => stop.Cancel()), stop.Token);
        Assert.Equal(SamplingStatus.Partial, cut.Status);
        var first = new List<long>();
        var whole = Store.Sample(Problem(), new Hmc(), settings, new Teller(progress => first.Add(progress.Steps)));
        Assert.Equal((SamplingStatus.Complete, cut.Steps + 1), (whole.Status, first[0]));
        Assert.Equal(SamplerRun.Run(Problem(), new Hmc(), settings).Fingerprint, whole.Fingerprint);
    }

    [Fact]
    public void Numbers_are_computed_once_for_the_same_inputs_and_text()
    {
        var calls = 0;
        double[][] Count() => [[++calls, double.NaN, -0.0], []];
        double[][] Ask(params object[] inputs) => Store.Numbers("calls", inputs, () => Count());
        var options = new SingleNeuronOptions();
        object[] inputs = [Problem().Network, Problem().Data, new Hmc(), Brief, options, new[] { 1, 2 }, Activation.Erf, "text", true, 0.5];
        var fresh = Ask(inputs);
        Assert.Equal(fresh, Ask(inputs));
        Assert.Equal(1, calls);
        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(Ask(inputs)[0][2]));
        for (var i = 0; i < inputs.Length; i++)
        {
            object other = i switch
            {
                0 => Problem(chi: 2).Network, 1 => Problem(seed: 2).Data, 2 => new Mala(), 3 => Brief with { Draws = 41 }, 4 => options with { Seed = 2 },
                5 => new[] { 1, 3 }, 6 => Activation.Relu, 7 => "texts", 8 => false, _ => Math.BitIncrement(0.5),
            };
            Ask([.. inputs[..i], other, .. inputs[(i + 1)..]]);
            Assert.Equal(i + 2, calls);
        }

        Store.Numbers("calls", inputs, () => Count().Reverse().ToArray());
        Assert.Equal(inputs.Length + 2, calls);
        new Cache(folder.File("results")) { CodeVersion = "another" }.Numbers("calls", inputs, () => Count());
        Assert.Equal(inputs.Length + 3, calls);
    }

    [Fact]
    public void Lists_that_read_alike_are_told_apart()
    {
        object[][] alike = [["ab", "c"], ["a", "bc"], [new[] { 1.0, 2 }, 3.0], [1.0, new[] { 2.0, 3 }], ["1"], [1], [new object[] { 1 }]];
        var keys = alike.Select(values => Convert.ToHexString(ContentHash.Of(values)));
        Assert.Equal(alike.Length, keys.Distinct().Count());
    }

    [Fact]
    public void What_it_cannot_know_is_refused()
    {
        Assert.Contains("TimeSpan", Assert.Throws<ArgumentException>(() => Store.Numbers("x", [TimeSpan.Zero], () => [])).Message, StringComparison.Ordinal);
        Assert.Contains("Checkpoint", Assert.Throws<ArgumentException>(
            () => Store.Sample(Problem(), new Hmc(), Brief with { Checkpoint = "x" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_workbooks_cache_lies_in_the_repository_where_git_ignores_it()
    {
        Assert.Equal(Path.Combine(WorkbookProcess.Repository, "data", "cache"), WorkbookPlaces.Cache(WorkbookProcess.Repository));
        Assert.Contains("data/cache/", File.ReadAllLines(Path.Combine(WorkbookProcess.Repository, ".gitignore")));
    }

    private byte[] Damaged(byte[] bytes, string damage)
    {
        switch (damage)
        {
            case "shortened":
                return bytes[..^5];
            case "a bit turned":
                bytes[bytes.Length / 2] ^= 4;
                return bytes;
            case "emptied":
                return [];
            default:
                var other = new Cache(folder.File("other"));
                other.Sample(Problem(seed: 5), new Hmc(), Brief);
                other.Numbers("squares", [8], () => [[64.0]]);
                var kind = bytes.AsSpan().StartsWith("FLNUMBR1"u8) ? "numbers-*" : "draws-*";
                return File.ReadAllBytes(Directory.GetFiles(other.Folder, kind)[0]);
        }
    }

    private static SamplingProblem Problem(double chi = 1, int seed = 1)
    {
        var task = TeacherTask.Linear(InputDistribution.Gaussian, 4, 6, 3, seed);
        return new SamplingProblem(Network.FromVariances(5, 4, Activation.Erf, gv: 1, gw: 1, chi, kappa: 0.1), task.Train, task.Test);
    }

    private sealed class Teller(Action<SamplingProgress> tell) : IProgress<SamplingProgress>
    {
        public void Report(SamplingProgress value) => tell(value);
    }
}
