using System.Diagnostics;
using System.Globalization;
using System.Text;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Tasks;
using FeatureLearning.Theory;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks.Scaling;

/// <summary>How the time of every solver and sampler but the single-neuron theory grows with its sizes, and how large a data set fits the machine.</summary>
internal static class GrowthCommand
{
    private const string Usage = "growth [--points P] [--store]\nTimes solvers and samplers at growing sizes on one thread, and measures memory at 2000, 5000 and P points.";

    private const int Dimension = 200;

    /// <summary>Exit code 0; 1 where an exponent is above the model's by more than a quarter; 2 for a bad call.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is ["--memory", var size])
        {
            Console.WriteLine(Peak(int.Parse(size, CultureInfo.InvariantCulture)));
            return 0;
        }

        var store = arguments is [.., "--store"];
        int[] points = [2000, 5000];
        if ((store ? arguments[..^1] : arguments) is var rest and not [])
        {
            if (rest is not ["--points", var text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var more) || more < 1)
            {
                Console.Error.WriteLine(Usage);
                return 2;
            }

            points = [.. points, more];
        }

        return Measure(points, store);
    }

    private static int Measure(int[] points, bool store)
    {
        var text = new StringBuilder("# Growth of solvers and samplers, one thread\n\n");
        text.Append("Processor time, smallest of three; exponents between neighbouring sizes, measured and by the count of operations. r = min(P, D); sizes that do not grow are D = 100 and\n");
        text.Append("P = 200 to 1000, N = 500 to 1000. Small sizes have smaller exponents, since overheads and what is done once a number still count.\n\n");
        text.Append("| work | sizes | count | time | exponents | of the count |\n|---|---|---|---|---|---|\n");
        double worst;
        using (LinearAlgebra.Best.LimitThreads(1))
            worst = Growths.All.Max(growth => growth.Measure(text));
        text.Append(CultureInfo.InvariantCulture, $"\nLargest excess of an exponent between the two largest sizes: {worst:0.00}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Proportional limit, erf, D = {Dimension}, 500 points to predict: peak memory of a whole process, all cores.\n\n| P | time | MiB | bytes a pair of points |\n|---|---|---|---|\n");
        foreach (var p in points)
            text.Append(MemoryRow(p));
        text.Append('\n');
        var report = new Report("growth", text.ToString(), LinearAlgebra.Best.Name, Agrees: true);
        Console.Write(report.Complete(Growth.Turns));
        if (store)
            report.Keep(Growth.Turns);
        return worst < 0.25 ? 0 : 1;
    }

    // In a process of its own, or the work before would count.
    private static string MemoryRow(int points)
    {
        string[] arguments = ["growth", "--memory", Invariant($"{points}")];
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            arguments = [typeof(GrowthCommand).Assembly.Location, .. arguments];
        var run = TimedProcess.TryRun(Environment.ProcessPath!, arguments);
        if (run is not { ExitCode: 0 })
            return Invariant($"| {points} | did not end: exit code {run?.ExitCode} | | |\n");
        var mebibytes = double.Parse(run.Output, CultureInfo.InvariantCulture);
        return Invariant($"| {points} | {run.Seconds:0.0} s | {mebibytes:0} | {mebibytes * 1024 * 1024 / points / points:0.0} |\n");
    }

    private static double Peak(int points)
    {
        var task = IsingTask.Draw(Dimension, points, 500, 0.6, 1);
        var network = Network.FromVariances(1000, Dimension, Activation.Erf, 1, 1, 1, 0.1);
        var prediction = ProportionalLimit.Solve(network, task.Train).Predict(task.Test.Inputs);
        if (!double.IsFinite(prediction.Variance.Sum()))
            throw new MissingException("The proportional limit did not answer.");
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024.0 * 1024);
    }
}
