using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks;

/// <summary>Runs both programs in turn on one data set, and tells times, memory and whether the answers agree.</summary>
internal static class Comparison
{
    private const double Tolerance = 1e-8;

    /// <summary>Exit code 0 when the answers agree, 1 when not.</summary>
    public static int Run(Settings settings)
    {
        var (python, versions) = Programs.Python();
        var workbook = Programs.Workbook();
        Console.Error.WriteLine(Invariant($"{Describe(settings)}, {settings.Repetitions} repetitions"));
        using var data = new DataFiles(settings);
        string[] ours =
        [
            "solve", "--theory", "proportional", "--activation", "erf", "--train-x", data.TrainInputs, "--train-y", data.TrainTargets,
            "--test-x", data.TestInputs, "--width", Invariant($"{settings.Width}"), "--temperature", Invariant($"{Settings.Temperature}"),
        ];
        string[] theirs =
            [Programs.Peer, data.TrainInputs, data.TrainTargets, data.TestInputs, Invariant($"{settings.Width}"), Invariant($"{Settings.Temperature}")];
        List<TimedProcess> us = [], peer = [];
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            us.Add(Once(workbook, ours));
            peer.Add(Once(python, theirs));
            Console.Error.WriteLine(Invariant($"  workbook {us[^1].Seconds:0.00} s, Python {peer[^1].Seconds:0.00} s"));
        }

        var difference = Difference(us[^1].Output, peer[^1].Output);
        var report = Report(settings, versions, us, peer, difference);
        Console.Write(report);
        if (settings.Store)
            Keep(settings, report);
        return difference <= Tolerance ? 0 : 1;
    }

    private static TimedProcess Once(string program, string[] arguments)
    {
        var run = TimedProcess.TryRun(program, arguments) ?? throw new MissingException($"{program} does not start.");
        return run.ExitCode == 0 ? run : throw new MissingException(Invariant($"{program} ended with code {run.ExitCode}: {run.Errors.Trim()}"));
    }

    /// <summary>The largest difference of Q, means and variances, each relative to its largest value.</summary>
    private static double Difference(string ours, string theirs)
    {
        using var a = JsonDocument.Parse(ours);
        using var b = JsonDocument.Parse(theirs);
        var (test, root) = (a.RootElement.GetProperty("test"), b.RootElement);
        return new[]
        {
            Relative([a.RootElement.GetProperty("q").GetDouble()], [root.GetProperty("q").GetDouble()]),
            Relative(Numbers(test.GetProperty("mean")), Numbers(root.GetProperty("mean"))),
            Relative(Numbers(test.GetProperty("variance")), Numbers(root.GetProperty("variance"))),
        }.Max();
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];

    private static double Relative(double[] a, double[] b) => a.Length == b.Length
        ? a.Zip(b, (x, y) => Math.Abs(x - y)).Max() / b.Max(Math.Abs)
        : double.PositiveInfinity;

    private static string Report(Settings settings, string versions, List<TimedProcess> us, List<TimedProcess> peer, double difference)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Proportional limit, erf: {Describe(settings)}\n\n");
        text.Append("Whole processes in turn: read CSV, kernel, spectrum, minimise, predict means and variances, write JSON.\n\n");
        text.Append("| program | wall time, median (min–max) | peak memory |\n|---|---|---|\n");
        text.Append(Row("workbook solve", us)).Append(Row("NumPy + SciPy", peer)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"Ratio of medians (workbook/Python): {Median(us) / Median(peer):0.00}\n\n");
        var verdict = difference <= Tolerance ? "agree" : "DO NOT AGREE";
        text.Append(CultureInfo.InvariantCulture, $"Answers {verdict} to {Tolerance:0e0}: largest relative difference {difference:0.0e0}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"* {DateTime.UtcNow:yyyy-MM-dd}, {settings.Repetitions} repetitions{Load()}\n* {Machine()}\n");
        text.Append(CultureInfo.InvariantCulture, $"* {RuntimeInformation.FrameworkDescription}; {versions}\n");
        return text.ToString();
    }

    private static string Describe(Settings settings) =>
        Invariant($"P = {settings.Points}, D = {settings.Dimension}, {settings.TestPoints} test points");

    private static string Row(string name, List<TimedProcess> runs)
    {
        var peak = runs.Max(run => run.PeakMebibytes) is { } mebibytes ? Invariant($"{mebibytes:0} MiB") : "unknown (no GNU time)";
        return Invariant($"| {name} | {Median(runs):0.00} s ({runs.Min(run => run.Seconds):0.00}–{runs.Max(run => run.Seconds):0.00}) | {peak} |\n");
    }

    private static double Median(List<TimedProcess> runs)
    {
        var sorted = runs.Select(run => run.Seconds).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>What else the machine was doing, on Linux.</summary>
    private static string Load() =>
        File.Exists("/proc/loadavg") ? $"; load average afterwards {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "";

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        model ??= RuntimeInformation.ProcessArchitecture.ToString();
        return Invariant($"{model}, {Environment.ProcessorCount} cores, {memory:0} GiB, {RuntimeInformation.OSDescription}");
    }

    private static void Keep(Settings settings, string report)
    {
        var folder = Path.Combine(Programs.Repository, "tests", "FeatureLearning.Benchmarks", "results");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Invariant($"{DateTime.UtcNow:yyyy-MM-dd}-P{settings.Points}.md")), report);
    }
}
