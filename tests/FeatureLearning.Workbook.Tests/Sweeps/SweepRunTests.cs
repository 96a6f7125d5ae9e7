using System.Diagnostics;
using System.Globalization;

namespace FeatureLearning.Workbook.Tests.Sweeps;

/// <summary><c>workbook sweep</c> as processes: racing, killed, stopped; nothing lost, nothing done twice, the same table to the byte.</summary>
public sealed class SweepRunTests : IDisposable
{
    // Two jobs of a second or two, and quick ones.
    private const string WithLongJobs = """
        {
          "networks": [{"width": 20, "activation": "erf", "kappa": 0.5}],
          "tasks": [{"task": "linear-teacher", "dimension": 5, "train": 8, "test": 4}],
          "solvers": ["nngp", "proportional"],
          "samplers": [{"sampler": "hmc", "chains": 2, "warmup": 100, "draws": [10, 12000]}],
          "seeds": [1, 2]
        }
        """;

    private readonly SweepFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Three_processes_on_the_same_jobs_do_each_once_and_the_table_is_the_sequential_one()
    {
        (string csv, string npz) = await files.SequentialAsync(SweepFiles.Grid64);
        string sweep = await files.PlanAsync("race", SweepFiles.Grid64);
        await Task.WhenAll(SweepFiles.DoAsync("run", sweep), SweepFiles.DoAsync("run", sweep), SweepFiles.DoAsync("run", sweep, "--index", "1", "--of", "2"));
        (int[] begun, int[] ended) = SweepFiles.Log(sweep, 64);
        Assert.All(begun, count => Assert.Equal(1, count));
        Assert.All(ended, count => Assert.Equal(1, count));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(sweep, "runs")).Length);
        Assert.Equal((csv, npz), await SweepFiles.MergeAsync(sweep));
    }

    [Fact]
    public async Task Killed_and_stopped_in_a_job_it_goes_on_and_the_table_is_the_sequential_one()
    {
        (string csv, string npz) = await files.SequentialAsync(WithLongJobs);
        string sweep = await files.PlanAsync("killed", WithLongJobs);
        await InterruptAsync(sweep, process => process.Kill(), 137);
        await InterruptAsync(sweep, process => Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit(), 130);
        // A run that a starved machine stops before its first draw has nothing to keep.
        string[] kept = Directory.GetFiles(Path.Combine(sweep, "work"), "*.checkpoint");
        Assert.True(kept.Length <= 1, string.Join(", ", kept));
        Assert.All(kept, path => Assert.EndsWith(".1.checkpoint", path, StringComparison.Ordinal));
        await SweepFiles.DoAsync("run", sweep);
        (int[] begun, int[] ended) = SweepFiles.Log(sweep, 8);
        Assert.All(ended, count => Assert.Equal(1, count));
        Assert.Equal([3], begun.Where(count => count != 1));
        Assert.Empty(Directory.GetFiles(Path.Combine(sweep, "work")));
        Assert.Equal((csv, npz), await SweepFiles.MergeAsync(sweep));
    }

    [Fact]
    public async Task A_job_that_fails_is_named_does_not_stop_the_others_and_is_tried_again_on_demand()
    {
        string x = files.Write("x.csv", "1,2\n3,4\n5,7\n"), y = files.Write("y.csv", "1\n-1\n1\n");
        string sweep = await files.PlanAsync("failing", """
            {"networks": [{"width": 9, "activation": "linear", "kappa": 1}],
             "tasks": [{"task": "files", "train_x": "x.csv", "train_y": "y.csv"}, {"task": "xor", "dimension": 2, "train": 3, "test": 1, "separation": 2}], "solvers": ["nngp", "exact"]}
            """);
        files.Write("x.csv", "1,2\n3,4\n5,8\n");
        WorkbookProcess.Outcome run = await SweepFiles.SweepAsync("run", sweep);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.Errors.Split("the file has changed since the sweep was planned").Length - 1);
        Assert.Equal(4, SweepFiles.Results(sweep));
        Assert.Contains("failed: 2", await SweepFiles.DoAsync("status", sweep), StringComparison.Ordinal);
        WorkbookProcess.Outcome merge = await SweepFiles.SweepAsync("merge", sweep);
        Assert.Equal(1, merge.ExitCode);
        Assert.Contains("failed 000000: UsageException", merge.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await SweepFiles.SweepAsync("merge", sweep, "--allow-missing")).ExitCode);

        files.Write("x.csv", "1,2\n3,4\n5,7\n");
        Assert.Equal(1, (await SweepFiles.SweepAsync("run", sweep)).ExitCode);
        await SweepFiles.DoAsync("run", sweep, "--retry-failed");
        await SweepFiles.MergeAsync(sweep);
        Assert.Equal([2, 2, 1, 1], SweepFiles.Log(sweep, 4).Ended);

        // A job is a call of solve: the same report to the byte of every number.
        ProcessStartInfo solve = WorkbookProcess.Prepare(
            WorkbookProcess.Repository, "solve", "--theory", "exact", "--train-x", x, "--train-y", y, "--width", "9", "--activation", "linear", "--kappa", "1");
        solve.Environment["OPENBLAS_NUM_THREADS"] = "1"; // as jobs; with more, the last digits differ
        string report = Squeezed((await WorkbookProcess.RunAsync(solve)).Output);
        Assert.Contains($"\"report\":{report}", Squeezed(File.ReadAllText(Path.Combine(sweep, "results", "000001.json"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_plan_or_a_result_of_another_plan_is_refused_and_missing_jobs_are_named()
    {
        string sweep = await files.PlanAsync("plan", SweepFiles.Grid64);
        await SweepFiles.DoAsync("plan", files.Write("same.json", SweepFiles.Grid64.Replace("\"draws\": 300", "\"thin\": 1, \"draws\": 300", StringComparison.Ordinal)), "--out", sweep);
        await RefusedAsync("there is another plan", "plan", files.Write("other.json", SweepFiles.Grid64.Replace("0.7", "0.8", StringComparison.Ordinal)), "--out", sweep);
        await SweepFiles.DoAsync("run", sweep, "--index", "0", "--of", "32");
        WorkbookProcess.Outcome merge = await SweepFiles.SweepAsync("merge", sweep);
        Assert.Equal((1, 62), (merge.ExitCode, merge.Errors.Split("missing 0000").Length - 1));
        string result = Path.Combine(sweep, "results", "000000.json");
        File.Copy(result, Path.Combine(sweep, "results", "000001.json"));
        await RefusedAsync("the result of another plan", "merge", sweep);
        File.WriteAllBytes(Path.Combine(sweep, "results", "000001.json"), File.ReadAllBytes(result)[..100]); // half a result: the machine crashed
        await SweepFiles.DoAsync("run", sweep);
        await SweepFiles.MergeAsync(sweep);
        string plan = Path.Combine(sweep, "plan.json");
        File.WriteAllText(plan, File.ReadAllText(plan).Replace("\"version\": \"", "\"version\": \"older-", StringComparison.Ordinal));
        await RefusedAsync("a sweep does not mix versions", "run", sweep);
        await RefusedAsync("there is another plan", "plan", files.File("plan.json"), "--out", sweep);
        await RefusedAsync("no sweep is planned here", "run", files.File("nowhere"));
        await RefusedAsync("--index must be below --of", "run", sweep, "--index", "2", "--of", "2");
    }

    [Requires.NumpyFact]
    public async Task NumPy_and_CSV_read_the_same_table()
    {
        string sweep = await files.PlanAsync("numpy", WithLongJobs.Replace("12000", "11", StringComparison.Ordinal));
        await SweepFiles.DoAsync("run", sweep);
        await SweepFiles.MergeAsync(sweep);
        Assert.Equal("same\n", Python($$"""
            import csv, json, numpy as np
            npz = np.load('{{sweep}}/table.npz')
            about = json.loads(npz['attributes.json'])
            rows = list(csv.reader(open('{{sweep}}/table.csv', newline='', encoding='utf-8')))
            assert rows[0] == about['columns'] and len(rows) == 9
            for j, name in enumerate(rows[0]):
                column, texts = npz[name], about['categories'].get(name)
                for row, value in zip(rows[1:], column):
                    if texts is not None: came = '' if value < 0 else texts[value]
                    elif column.dtype == np.int64: came = '' if value < 0 else ['false', 'true'][value] if row[j] in ('false', 'true') else str(value)
                    else: came = '' if np.isnan(value) else value
                    assert (float(row[j]) == came) if isinstance(came, float) else (row[j] == came), (name, row[j], came)
            print('same')
            """));
    }

    private static string Python(string code) => Requires.NumpyFactAttribute.Python(code);

    private static string Squeezed(string json) => new(json.Where(c => !char.IsWhiteSpace(c)).ToArray());

    private static async Task RefusedAsync(string message, params string[] arguments)
    {
        WorkbookProcess.Outcome outcome = await SweepFiles.SweepAsync(arguments);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
    }

    // Ends a run in its long job, after a checkpoint or the beginning of one.
    private static async Task InterruptAsync(string sweep, Action<Process> end, int code)
    {
        string Log() => Directory.Exists(Path.Combine(sweep, "runs")) ? string.Concat(Directory.GetFiles(Path.Combine(sweep, "runs")).Select(File.ReadAllText)) : "";
        int before = Log().Split("000006,").Length;
        using Process process = SweepFiles.Start("run", sweep);
        Task<string> errors = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        await SweepFiles.UntilAsync(() => Log().Split("000006,").Length > before || process.HasExited, "the long job begins");
        await Task.Delay(200);
        Assert.False(process.HasExited, "the run ended before it could be stopped");
        end(process);
        await process.WaitForExitAsync();
        Assert.Equal(code, process.ExitCode);
        await Task.WhenAll(errors, output);
    }
}
