using System.Globalization;
using System.Text;
using System.Text.Json;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>The proportional limit of an erf network, whole processes: <c>workbook solve</c> against NumPy and SciPy.</summary>
internal sealed class ProportionalWork : IWork
{
    private const double Tolerance = 1e-8;

    public string Name => "proportional";

    public string Summary => "'workbook solve --theory proportional' (erf) against NumPy and SciPy, whole processes in turn";

    public Report Run(Settings settings)
    {
        var python = Programs.Python("proportional");
        var workbook = Programs.Workbook();
        using var data = new ProportionalData(settings);
        string[] ours =
        [
            "solve", "--theory", "proportional", "--activation", "erf", "--train-x", data.TrainInputs, "--train-y", data.TrainTargets,
            "--test-x", data.TestInputs, "--width", Invariant($"{settings.Width}"), "--temperature", Invariant($"{Settings.Temperature}"),
        ];
        string[] theirs =
            [Programs.Peer("proportional"), data.TrainInputs, data.TrainTargets, data.TestInputs, Invariant($"{settings.Width}"), Invariant($"{Settings.Temperature}")];
        List<TimedProcess> us = [], peer = [];
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            us.Add(Once(workbook, ours));
            peer.Add(Once(python.Program, theirs));
            Console.Error.WriteLine(Invariant($"  workbook {us[^1].Seconds:0.00} s, Python {peer[^1].Seconds:0.00} s"));
        }

        var difference = Difference(us[^1].Output, peer[^1].Output);
        return new Report(Invariant($"P{settings.Points}"), Text(settings, us, peer, difference), python.Versions, difference <= Tolerance);
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

    private static string Text(Settings settings, List<TimedProcess> us, List<TimedProcess> peer, double difference)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Proportional limit, erf: P = {settings.Points}, D = {settings.Dimension}, {settings.TestPoints} test points\n\n");
        text.Append("Whole processes in turn: read CSV, kernel, spectrum, minimise, predict means and variances, write JSON.\n\n");
        text.Append("| program | wall time, median (min–max) | peak memory |\n|---|---|---|\n");
        text.Append(Row("workbook solve", us)).Append(Row("NumPy + SciPy", peer)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"Ratio of times, Python/workbook: {Spread.Of(us.Zip(peer, (a, b) => b.Seconds / a.Seconds))}\n\n");
        var verdict = difference <= Tolerance ? "agree" : "DO NOT AGREE";
        text.Append(CultureInfo.InvariantCulture, $"Answers {verdict} to {Tolerance:0e0}: largest relative difference {difference:0.0e0}\n\n");
        return text.ToString();
    }

    private static string Row(string name, List<TimedProcess> runs)
    {
        var peak = runs.Max(run => run.PeakMebibytes) is { } mebibytes ? Invariant($"{mebibytes:0} MiB") : "unknown (no GNU time)";
        return Invariant($"| {name} | {Spread.Of(runs.Select(run => run.Seconds))} s | {peak} |\n");
    }
}
