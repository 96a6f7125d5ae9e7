using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FeatureLearning.Workbook.Tests.Solving;

namespace FeatureLearning.Workbook.Tests.Sampling;

/// <summary>
/// <c>workbook sample --checkpoint</c> killed by <c>kill -9</c> again and again at random moments, while it starts, samples or writes,
/// and resumed: the same hash as a run in one piece. And the checkpoints that must be refused, as the command refuses them.
/// </summary>
public sealed class KilledRunTests : IDisposable
{
    private readonly SolveFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public Task Killed_three_times_and_interrupted_it_resumes_to_the_same_hash() => EndsInTheSameHashAsync(3, 5000, 20251122);

    [LongFact]
    [Trait("Duration", "Long")]
    public Task Killed_twenty_times_and_interrupted_it_resumes_to_the_same_hash() => EndsInTheSameHashAsync(20, 9000, 20251123);

    [Fact]
    public async Task Checkpoints_that_do_not_fit_are_refused_in_one_line()
    {
        string[] options = [.. Options(), "--draws", "20", "--warmup", "10", "--checkpoint", Checkpoint];
        Assert.Contains("run.checkpoint", await RefusedAsync([.. options, "--resume"]), StringComparison.Ordinal); // there is none yet
        Assert.Equal(0, (await SampleAsync(options)).ExitCode);
        var bytes = await File.ReadAllBytesAsync(Checkpoint);
        Assert.Contains("resume it, or remove it", await RefusedAsync(options), StringComparison.Ordinal);
        Assert.Contains("another configuration", await RefusedAsync([.. options, "--resume", "--seed", "7"]), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(Checkpoint, bytes[..(bytes.Length / 2)]);
        Assert.Contains("truncated or corrupt", await RefusedAsync([.. options, "--resume"]), StringComparison.Ordinal);
        bytes[^40] ^= 1;
        await File.WriteAllBytesAsync(Checkpoint, bytes);
        Assert.Contains("truncated or corrupt", await RefusedAsync([.. options, "--resume"]), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Checkpoint, "PK: something else");
        Assert.Contains("not a checkpoint", await RefusedAsync([.. options, "--resume"]), StringComparison.Ordinal);
        Assert.Equal("PK: something else", await File.ReadAllTextAsync(Checkpoint)); // refused, not overwritten
    }

    private string Checkpoint => files.File("run.checkpoint");

    private async Task EndsInTheSameHashAsync(int kills, int draws, int seed)
    {
        // Thinned, so that the run takes its time in sampling and not in diagnosing its traces.
        string[] options = [.. Options(), "--draws", draws.ToString(CultureInfo.InvariantCulture), "--thin", "40", "--warmup", "100"];
        var whole = Fingerprint(await SampleAsync(options));
        string[] resumable = [.. options, "--checkpoint", Checkpoint, "--checkpoint-seconds", "0.03"];
        var random = new Random(seed);
        var hits = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            // Every other time at any moment from the start of the process on, else after it has made some way.
            var afterProgress = kill % 2 == 0;
            var (killed, _) = await StopAsync(Resumed(resumable), afterProgress, random.Next(afterProgress ? 150 : 500), process => process.Kill());
            hits += killed == 0 ? 0 : 1;
        }

        Assert.True(hits > 0, "no kill came before the end of the run");

        var (code, output) = await StopAsync(Resumed(resumable), true, random.Next(50), process =>
            Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit());
        // On a machine that starves this process the signal may come after the last draw.
        Assert.Contains((code, output.Contains("\"status\": \"partial\"", StringComparison.Ordinal)), new[] { (130, true), (0, false) });
        Assert.Equal(whole, Fingerprint(await SampleAsync(Resumed(resumable))));
        Assert.Equal([Checkpoint], Directory.GetFiles(Path.GetDirectoryName(Checkpoint)!, "run.checkpoint*")); // a kill leaves no litter
    }

    private string[] Resumed(string[] options) => File.Exists(Checkpoint) ? [.. options, "--resume"] : options;

    // Waits for a checkpoint of the process itself, if progress is asked for, then a while, and stops it.
    private async Task<(int Code, string Output)> StopAsync(string[] arguments, bool afterProgress, int milliseconds, Action<Process> stop)
    {
        var before = File.Exists(Checkpoint) ? File.GetLastWriteTimeUtc(Checkpoint) : DateTime.MinValue;
        using var process = Process.Start(WorkbookProcess.Prepare(WorkbookProcess.Repository, ["sample", .. arguments]))!;
        var output = process.StandardOutput.ReadToEndAsync();
        for (var wait = 0; afterProgress && wait < 12_000 && !(File.Exists(Checkpoint) && File.GetLastWriteTimeUtc(Checkpoint) > before); wait++)
        {
            await Task.Delay(5);
        }

        await Task.Delay(milliseconds);
        if (!process.HasExited)
        {
            stop(process);
        }

        await process.WaitForExitAsync();
        return (process.ExitCode, await output);
    }

    private string[] Options() => ["--sampler", "hmc", "--kappa", "0.1", "--chains", "2", .. files.Options("nngp", "erf")[2..]];

    private static Task<WorkbookProcess.Outcome> SampleAsync(params string[] arguments) => WorkbookProcess.RunAsync(["sample", .. arguments]);

    private static async Task<string> RefusedAsync(string[] arguments)
    {
        var outcome = await SampleAsync(arguments);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        return Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
    }

    private static string? Fingerprint(WorkbookProcess.Outcome outcome)
    {
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        using var json = JsonDocument.Parse(outcome.Output);
        return json.RootElement.GetProperty("fingerprint").GetString();
    }
}
