using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>A tiny case, whole process: what one waits for when one types a command.</summary>
internal sealed class StartWork : IWork
{
    public string Name => "start";

    public string Summary => "'workbook solve' of ten points, whole process, against python3 -c 'import numpy, scipy.optimize'";

    public Report Run(Settings settings)
    {
        var python = Programs.Python("proportional");
        var workbook = Programs.Workbook();
        using var data = new ProportionalData(settings with { Points = 10, Dimension = 3, TestPoints = 2 });
        string[] ours =
        [
            "solve", "--theory", "proportional", "--activation", "erf", "--train-x", data.TrainInputs, "--train-y", data.TrainTargets,
            "--test-x", data.TestInputs, "--width", "20", "--temperature", "0.1",
        ];
        List<double> us = [], them = [];
        for (var repetition = 0; repetition < 3 * settings.Repetitions; repetition++)
        {
            us.Add(Seconds(workbook, ours));
            them.Add(Seconds(python.Program, ["-c", "import numpy, scipy.optimize"]));
        }

        var text = new StringBuilder("# Start: a tiny case, whole process\n\n| program | wall time, median (min–max) |\n|---|---|\n");
        text.Append(CultureInfo.InvariantCulture, $"| workbook solve, 10 points | {Spread.Of(us)} s |\n");
        text.Append(CultureInfo.InvariantCulture, $"| python3 -c 'import numpy, scipy.optimize' | {Spread.Of(them)} s |\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Ratio of times, Python/workbook: {Spread.Of(us.Zip(them, (a, b) => b / a))}; to reach: 1.\n\n");
        Console.Error.WriteLine(Invariant($"  Python over workbook {Spread.Of(us.Zip(them, (a, b) => b / a))}"));
        return new Report(Name, text.ToString(), python.Versions, Agrees: true);
    }

    private static double Seconds(string program, string[] arguments)
    {
        var run = TimedProcess.TryRun(program, arguments) ?? throw new MissingException($"{program} does not start.");
        return run.ExitCode == 0 ? run.Seconds : throw new MissingException(Invariant($"{program} ended with code {run.ExitCode}: {run.Errors.Trim()}"));
    }
}
