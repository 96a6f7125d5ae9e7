using System.Diagnostics;
using System.Globalization;

namespace FeatureLearning.Workbook.Tests.Sweeps;

/// <summary>A grid in a folder of its own, and <c>workbook sweep</c> on it as processes.</summary>
internal sealed class SweepFiles : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>64 jobs of a few milliseconds to a tenth of a second.</summary>
    public const string Grid64 = """
        {
          "networks": [{"width": [20, 40], "activation": "linear", "kappa": [0.1, 1]}],
          "tasks": [{"task": "ising", "dimension": 10, "train": 8, "test": 10, "probability": 0.7}],
          "solvers": ["nngp", "one-loop", "proportional"],
          "samplers": [{"sampler": "gibbs", "chains": 2, "warmup": 20, "draws": 300}],
          "seeds": [1, 2, 3, 4]
        }
        """;

    public string Write(string name, string text) => folder.Write(name, text);

    public string File(params string[] names) => Path.Combine([folder.Path, .. names]);

    public static Task<WorkbookProcess.Outcome> SweepAsync(params string[] arguments) => WorkbookProcess.RunAsync(["sweep", .. arguments]);

    public static Process Start(params string[] arguments) => Process.Start(WorkbookProcess.Prepare(WorkbookProcess.Repository, ["sweep", .. arguments]))!;

    /// <summary>Runs a verb that must succeed; its output.</summary>
    public static async Task<string> DoAsync(params string[] arguments)
    {
        WorkbookProcess.Outcome outcome = await SweepAsync(arguments);
        Assert.True((0, "") == (outcome.ExitCode, outcome.Errors), $"exit code {outcome.ExitCode}: {outcome.Errors}");
        return outcome.Output;
    }

    /// <summary>Plans a grid in a folder and returns its path.</summary>
    public async Task<string> PlanAsync(string name, string grid)
    {
        await DoAsync("plan", Write($"{name}.json", grid), "--out", File(name));
        return File(name);
    }

    /// <summary>The tables of a sweep that one process runs from beginning to end.</summary>
    public async Task<(string Csv, string Npz)> SequentialAsync(string grid)
    {
        string sweep = await PlanAsync("sequential", grid);
        await DoAsync("run", sweep);
        return await MergeAsync(sweep);
    }

    public static async Task<(string Csv, string Npz)> MergeAsync(string sweep)
    {
        await DoAsync("merge", sweep);
        return Tables(sweep);
    }

    /// <summary>The merged tables, the second one's bytes in hexadecimal.</summary>
    public static (string Csv, string Npz) Tables(string sweep) =>
        (System.IO.File.ReadAllText(Path.Combine(sweep, "table.csv")), Convert.ToHexString(System.IO.File.ReadAllBytes(Path.Combine(sweep, "table.npz"))));

    /// <summary>What all processes did: how often each job was begun, and how often ended with its result.</summary>
    public static (int[] Begun, int[] Ended) Log(string sweep, int jobs)
    {
        (int[] begun, int[] ended) = (new int[jobs], new int[jobs]);
        foreach (string line in Directory.GetFiles(Path.Combine(sweep, "runs")).SelectMany(System.IO.File.ReadAllLines))
        {
            string[] fields = line.Split(',');
            (fields[2] == "start" ? begun : ended)[int.Parse(fields[0], CultureInfo.InvariantCulture)]++;
        }

        return (begun, ended);
    }

    public static int Results(string sweep) => Directory.Exists(Path.Combine(sweep, "results")) ? Directory.GetFiles(Path.Combine(sweep, "results"), "*.json").Length : 0;

    /// <summary>Waits, since a busy machine is slow, not broken.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what, int seconds = 60)
    {
        long start = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < seconds, $"not within {seconds} s: {what}");
            await Task.Delay(10);
        }
    }

    public void Dispose() => folder.Dispose();
}
