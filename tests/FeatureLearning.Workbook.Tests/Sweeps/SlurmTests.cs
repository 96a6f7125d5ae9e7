using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Sweeps;

/// <summary><c>workbook sweep slurm</c> on a real Slurm whose node daemon, and then whole node, dies in the middle.</summary>
public sealed class SlurmTests : IDisposable
{
    private readonly SweepFiles files = new();

    public void Dispose() => files.Dispose();

    [SlurmFact]
    [UnsupportedOSPlatform("windows")]
    public async Task An_array_of_64_jobs_outlives_its_node_daemon_and_its_node_and_merges_to_the_sequential_table()
    {
        (string csv, string npz) = await files.SequentialAsync(SweepFiles.Grid64);
        string sweep = await files.PlanAsync("array", SweepFiles.Grid64);
        using SlurmCluster cluster = await SlurmCluster.StartAsync();
        ProcessStartInfo start = WorkbookProcess.Prepare(WorkbookProcess.Repository, "sweep", "slurm", sweep, "--tasks", "64", "--time", "5", "--memory", "400");
        cluster.AddTo(start);
        WorkbookProcess.Outcome submitted = await WorkbookProcess.RunAsync(start);
        Assert.Equal((0, ""), (submitted.ExitCode, submitted.Errors));
        Assert.Contains("64 jobs in 64 tasks of 5 minutes, 400 MB, 1 processors", submitted.Output, StringComparison.Ordinal);

        try
        {
            await SweepFiles.UntilAsync(() => SweepFiles.Results(sweep) >= 16, "16 results", 150);
            cluster.KillDaemon();
            cluster.StartNode();
            await SweepFiles.UntilAsync(() => SweepFiles.Results(sweep) >= 32, "32 results", 150);
            cluster.KillNode();
            Assert.InRange(SweepFiles.Results(sweep), 32, 60); // in the middle
            await Task.Delay(SlurmCluster.LostAfter);
            cluster.StartNode(isReboot: true);
            await SweepFiles.UntilAsync(() => File.Exists(Path.Combine(sweep, "table.npz")) && cluster.Ask("squeue", "-h").Length == 0, "array and merge end", 300);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{SweepFiles.Results(sweep)} results\n{cluster.Ask("squeue", "-r")}\n{cluster.Logs()}", error);
        }

        Assert.Contains("64 jobs, 0 missing, 0 failed", File.ReadAllText(Path.Combine(sweep, "slurm", "merge.log")), StringComparison.Ordinal);
        (int[] begun, int[] ended) = SweepFiles.Log(sweep, 64);
        Assert.All(ended, count => Assert.Equal(1, count));
        Assert.All(begun, count => Assert.InRange(count, 1, 2));
        Assert.InRange(begun.Sum(), 64, 64 + SlurmCluster.Cores); // only what the node was doing when it died began again
        Assert.Equal((csv, npz), SweepFiles.Tables(sweep));
    }

    [Fact]
    public async Task A_dry_run_measures_pilot_jobs_and_asks_for_what_they_cost()
    {
        string sweep = await files.PlanAsync("dry", SweepFiles.Grid64);
        string[] command = ["slurm", sweep, "--tasks", "8", "--cpus", "2", "--safety", "3", "--sbatch=--partition=short", "--dry-run"];
        string output = await SweepFiles.DoAsync(command);
        Assert.Contains("4 pilot jobs run here", output, StringComparison.Ordinal);
        Assert.Equal(4, SweepFiles.Results(sweep));
        string script = File.ReadAllText(Path.Combine(sweep, "slurm", "array.sh"));
        string[] costs = await CostsAsync(sweep);
        double peak = costs.Max(line => double.Parse(line.Split(',')[3], CultureInfo.InvariantCulture));
        int megabytes = int.Parse(Option(script, "--mem=").TrimEnd('M'), CultureInfo.InvariantCulture);
        Assert.InRange(megabytes, 3 * peak / (1 << 20), (3 * peak / (1 << 20)) + 64);
        double seconds = costs.Sum(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture));
        Assert.InRange(int.Parse(Option(script, "--time="), CultureInfo.InvariantCulture), 3, 3 + (int)Math.Ceiling(3 * 8 * seconds / 60));
        Assert.Equal("0-7", Option(script, "--array="));
        Assert.Equal("short", Option(script, "--partition="));
        Assert.DoesNotContain("pilot", await SweepFiles.DoAsync(command), StringComparison.Ordinal);

        // The script is a script: as Slurm would start it, and the merge after it.
        ProcessStartInfo start = new("bash") { ArgumentList = { Path.Combine(sweep, "slurm", "array.sh") }, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_ARRAY_TASK_ID"] = "3";
        Assert.Equal(0, (await WorkbookProcess.RunAsync(start)).ExitCode);
        Assert.InRange(SweepFiles.Results(sweep), 8, 12);
        await SweepFiles.DoAsync("run", sweep);
        Assert.Contains("every job has a result", await SweepFiles.DoAsync(command), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0-2", 0, 1, 2)]
    [InlineData("1,3-4,9", 1, 3, 4, 9)]
    public void An_array_names_only_tasks_with_open_jobs(string expected, params int[] indices) =>
        Assert.Equal(expected, FeatureLearning.Workbook.Sweeps.Slurm.SlurmScripts.Ranges(indices));

    private static string Option(string script, string name) =>
        Assert.Single(script.Split('\n'), line => line.StartsWith($"#SBATCH {name}", StringComparison.Ordinal))[$"#SBATCH {name}".Length..];

    private static async Task<string[]> CostsAsync(string sweep)
    {
        await SweepFiles.SweepAsync("merge", sweep, "--allow-missing");
        return File.ReadAllLines(Path.Combine(sweep, "costs.csv"))[1..];
    }
}
