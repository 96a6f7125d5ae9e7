using System.Text.Json;
using FeatureLearning.Theory;
using FeatureLearning.Workbook.Formats.Npz;
using FeatureLearning.Workbook.Tests.Solving;

namespace FeatureLearning.Workbook.Tests.Sampling;

/// <summary><c>workbook sample</c> as a process: its JSON, its .npz, and misuse; <see cref="KilledRunTests"/> for resuming.</summary>
public sealed class SampleCommandTests : IDisposable
{
    private readonly SolveFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Gibbs_gives_the_exact_means_within_its_errors_and_draws_that_diagnose_reads()
    {
        var npz = files.File("draws.npz");
        var outcome = await SampleAsync([.. Options("gibbs"), .. files.Test, "--draws", "3000", "--seed", "3", "--out", npz]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        using var json = JsonDocument.Parse(outcome.Output);
        var root = json.RootElement;
        Assert.Equal("complete", root.GetProperty("status").GetString());
        Assert.True(root.GetProperty("gate").GetProperty("passes").GetBoolean());
        var network = Networks.Network.FromVariances(30, 4, Networks.Activation.Linear, 1, 1, 1, 0.1);
        var exact = ExactLinear.Solve(network, files.Task.Train);
        var norm = root.GetProperty("variables").GetProperty("readout_norm");
        Assert.InRange((norm.GetProperty("mean").GetDouble() - exact.OrderParameter) / norm.GetProperty("mcse").GetDouble(), -5, 5);
        Within(root.GetProperty("train"), exact.TrainMean);
        Within(root.GetProperty("test"), exact.Predict(files.Task.Test.Inputs).Mean);
        Assert.Equal([4, 3000], NpzReader.Read(npz).Arrays["posterior/test_loss"].Shape);
        Assert.Equal(0, (await WorkbookProcess.RunAsync("diagnose", npz)).ExitCode);
    }

    [Theory]
    [InlineData("hmc", "erf")]
    [InlineData("mala", "relu")]
    [InlineData("langevin", "erf", "--step-size", "0.001")]
    [InlineData("langevin", "erf", "--step-size", "0.001", "--precision", "float32")]
    public async Task Every_sampler_runs_and_the_same_seed_draws_the_same(string sampler, string activation, params string[] more)
    {
        string[] options = [.. Options(sampler, activation), "--draws", "50", "--warmup", "40", "--chains", "2", .. more];
        var prints = new List<string?>();
        foreach (var threads in new[] { "1", "2" })
        {
            var outcome = await SampleAsync([.. options, "--threads", threads]);
            Assert.Equal(0, outcome.ExitCode);
            Assert.StartsWith("not converged: ", outcome.Errors, StringComparison.Ordinal); // a hundred draws are not enough, and that is said
            Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
            using var json = JsonDocument.Parse(outcome.Output);
            prints.Add(json.RootElement.GetProperty("fingerprint").GetString());
        }

        Assert.Equal(prints[0], prints[1]);
    }

    [Theory]
    [InlineData("langevin needs --step-size", "langevin", "linear")]
    [InlineData("linear networks only", "gibbs", "erf")]
    [InlineData("float32 is for langevin", "hmc", "erf", "--precision", "float32")]
    [InlineData("name the checkpoint", "hmc", "erf", "--resume")]
    [InlineData("--chains takes a whole number", "hmc", "erf", "--chains", "0")]
    [InlineData("Draws must be at most 100000000; it is 2000000000", "hmc", "erf", "--draws", "2000000000")]
    [InlineData("StepSize must be positive", "hmc", "erf", "--step-size", "-1")]
    public async Task Misuse_is_one_line_and_exit_code_2(string message, string sampler, string activation, params string[] more)
    {
        var outcome = await SampleAsync([.. Options(sampler, activation), .. more]);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_diverged_run_says_so_and_gives_no_numbers()
    {
        var outcome = await SampleAsync([.. Options("langevin"), "--step-size", "5"]);
        Assert.Equal(3, outcome.ExitCode);
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal("diverged", json.RootElement.GetProperty("status").GetString());
        Assert.False(json.RootElement.TryGetProperty("train", out _));
    }

    private static Task<WorkbookProcess.Outcome> SampleAsync(params string[] arguments) => WorkbookProcess.RunAsync(["sample", .. arguments]);

    private string[] Options(string sampler, string activation = "linear") =>
        ["--sampler", sampler, "--kappa", "0.1", .. files.Options("nngp", activation)[2..]];

    private static void Within(JsonElement points, MathNet.Numerics.LinearAlgebra.Vector<double> exact)
    {
        var (mean, error) = (points.GetProperty("mean"), points.GetProperty("mcse"));
        for (var i = 0; i < exact.Count; i++)
        {
            Assert.InRange((mean[i].GetDouble() - exact[i]) / error[i].GetDouble(), -5, 5);
        }
    }
}
