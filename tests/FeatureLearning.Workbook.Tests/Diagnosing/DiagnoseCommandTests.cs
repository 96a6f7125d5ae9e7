using System.Text.Json;
using FeatureLearning.Sampling.Diagnostics;
using FeatureLearning.Workbook.Formats.Npz;
using MathNet.Numerics.Random;

namespace FeatureLearning.Workbook.Tests.Diagnosing;

/// <summary><c>workbook diagnose</c> as a process of its own.</summary>
public sealed class DiagnoseCommandTests : IDisposable
{
    private const int Chains = 4, Draws = 400;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Good_draws_pass()
    {
        double[] values = Normal(1, Chains * Draws * 6);
        string path = Write(NpzFile.Empty
            .With("posterior/kernel", NpyArray.Of(values, Chains, Draws, 2, 3))
            .With("posterior/q", NpyArray.Of(Normal(2, Chains * Draws), Chains, Draws))
            .With("sample_stats/energy", NpyArray.Of(Normal(3, Chains * Draws), Chains, Draws))
            .With("sample_stats/diverging", NpyArray.Of(new bool[Chains * Draws], Chains, Draws))
            .With("observed_data/y", NpyArray.Of([1.0, 2], 2)));
        (WorkbookProcess.Outcome outcome, JsonElement json) = await DiagnoseAsync(path);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.True(json.GetProperty("gate").GetProperty("passes").GetBoolean());
        Assert.Equal(0, json.GetProperty("gate").GetProperty("reasons").GetArrayLength());
        Assert.Equal(0, json.GetProperty("divergences").GetInt32());
        Assert.Equal(Chains, json.GetProperty("e_bfmi").GetArrayLength());
        JsonElement variables = json.GetProperty("variables");
        Assert.Equal(
            ["kernel[0,0]", "kernel[0,1]", "kernel[0,2]", "kernel[1,0]", "kernel[1,1]", "kernel[1,2]", "q"],
            variables.EnumerateObject().Select(variable => variable.Name));
        Same(ChainDiagnostics.Of(Scalar(values, 6, 5)), variables.GetProperty("kernel[1,2]"));
    }

    [Fact]
    public async Task Draws_that_have_not_converged_end_with_3()
    {
        double[] apart = Normal(4, Chains * Draws);
        for (int i = 0; i < Draws; i++)
        {
            apart[i] += 1;
        }

        string path = Write(NpzFile.Empty
            .With("posterior/apart", NpyArray.Of(apart, Chains, Draws))
            .With("posterior/stuck", NpyArray.Of([.. Enumerable.Repeat(1.0, Chains * Draws)], Chains, Draws))
            .With("posterior/count", NpyArray.Of([.. Normal(5, Chains * Draws).Select(x => (long)(100 * x))], Chains, Draws)));
        (WorkbookProcess.Outcome outcome, JsonElement json) = await DiagnoseAsync(path);
        Assert.Equal((3, ""), (outcome.ExitCode, outcome.Errors));
        string?[] reasons = [.. json.GetProperty("gate").GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString())];
        Assert.Contains("stuck: all draws are equal", reasons);
        Assert.Contains(reasons, reason => reason!.StartsWith("apart: R̂ = 1.", StringComparison.Ordinal));
        Assert.DoesNotContain(reasons, reason => reason!.StartsWith("count", StringComparison.Ordinal));
        JsonElement stuck = json.GetProperty("variables").GetProperty("stuck");
        Assert.Equal(JsonValueKind.Null, stuck.GetProperty("rhat").ValueKind);
        Assert.Equal("all draws are equal", stuck.GetProperty("reason").GetString());
        Assert.Equal(1, stuck.GetProperty("mean").GetDouble());
    }

    [Fact]
    public async Task The_gap_and_the_output_file_are_heeded()
    {
        string path = Write(NpzFile.Empty.With("posterior/q", NpyArray.Of(Normal(2, Chains * Draws), Chains, Draws)));
        string report = folder.File("report.json");
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync("diagnose", path, "--gap", "0.001", "--out", report);
        Assert.Equal((3, "", ""), (outcome.ExitCode, outcome.Output, outcome.Errors));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(report));
        Assert.Contains("of the gap 1.0e-3", json.RootElement.GetProperty("gate").GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await WorkbookProcess.RunAsync("diagnose", path, "--gap", "1")).ExitCode);
    }

    [Fact]
    public async Task Bad_input_ends_with_2_and_one_line()
    {
        await RefusedAsync("no such file", "diagnose", folder.File("missing.npz"));
        await RefusedAsync("not a zip", "diagnose", folder.Write("text.npz", "hello"));
        await RefusedAsync("no array of the group posterior/", "diagnose", Write(NpzFile.Empty.With("q", NpyArray.Of([1.0], 1, 1))));
        await RefusedAsync("array 'posterior/q' has the shape (2); (chain, draw, …)", "diagnose", Write(NpzFile.Empty.With("posterior/q", NpyArray.Of([1.0, 2], 2))));
        await RefusedAsync("array 'posterior/q' has the shape (4, 0)", "diagnose", Write(NpzFile.Empty.With("posterior/q", NpyArray.Of(Array.Empty<double>(), 4, 0))));
        await RefusedAsync("--gap", "diagnose", folder.File("a.npz"), "--gap", "-1");
        await RefusedAsync("workbook --help", "diagnose");
        string good = Write(NpzFile.Empty.With("posterior/q", NpyArray.Of(Normal(2, Chains * Draws), Chains, Draws)));
        await RefusedAsync(folder.Path, "diagnose", good, "--out", folder.Path);
    }

    private static async Task RefusedAsync(string message, params string[] arguments)
    {
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync(arguments);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("workbook: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Errors.Count(c => c == '\n'));
    }

    private static async Task<(WorkbookProcess.Outcome Outcome, JsonElement Json)> DiagnoseAsync(string path)
    {
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync("diagnose", path);
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        return (outcome, json.RootElement.Clone());
    }

    private static void Same(ChainDiagnostics expected, JsonElement json) => Assert.Equal(
        [expected.Mean, expected.StandardDeviation, expected.McseMean, expected.McseSd, expected.RHat, expected.EssBulk, expected.EssTail],
        new[] { "mean", "sd", "mcse", "mcse_sd", "rhat", "ess_bulk", "ess_tail" }.Select(name => json.GetProperty(name).GetDouble()));

    private static double[,] Scalar(double[] values, int scalars, int scalar)
    {
        double[,] chains = new double[Chains, Draws];
        for (int chain = 0; chain < Chains; chain++)
        {
            for (int draw = 0; draw < Draws; draw++)
            {
                chains[chain, draw] = values[(((chain * Draws) + draw) * scalars) + scalar];
            }
        }

        return chains;
    }

    private static double[] Normal(int seed, int count)
    {
        double[] values = new double[count];
        MathNet.Numerics.Distributions.Normal.Samples(new Mcg59(seed), values, 0, 1);
        return values;
    }

    private string Write(NpzFile file)
    {
        string path = folder.File("draws.npz");
        NpzWriter.Write(path, file);
        return path;
    }
}
