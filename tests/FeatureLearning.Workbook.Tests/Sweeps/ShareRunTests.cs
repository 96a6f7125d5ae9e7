using FeatureLearning.Workbook.Sweeps;
using FeatureLearning.Workbook.Sweeps.Jobs;
using FeatureLearning.Workbook.Sweeps.Running;

namespace FeatureLearning.Workbook.Tests.Sweeps;

/// <summary>What a run does with jobs of processes that came to nothing.</summary>
public sealed class ShareRunTests : IDisposable
{
    private static readonly ShareSettings Settings = new(Threads: 1, Stale: TimeSpan.FromSeconds(60), RetryFailed: false, MaxCrashes: 3);

    private readonly TemporaryFolder folder = new();
    private readonly SweepFolder sweep;

    public ShareRunTests() => sweep = SweepFolder.Create(folder.File("sweep"), GridTests.Expand(GridTests.Grid(rest: "\"seeds\": [1, 2]")));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_job_that_kills_its_process_every_time_is_a_failure_after_some_times_and_can_be_tried_again()
    {
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Claim(0, attempt, hasEnded: true);
        }

        Claim(1, 0, hasEnded: true);
        IReadOnlyList<JobResult> results = Run(Settings);
        Assert.Equal(["failed", "converged"], results.Select(result => result.Status));
        Assert.Contains("3 attempts ended without a result", results[0].Message, StringComparison.Ordinal);
        Assert.Equal([3, 1], results.Select(result => result.Attempt));
        Assert.Equal("failed", Run(Settings)[0].Status);
        Assert.Equal(["converged", "converged"], Run(Settings with { RetryFailed = true }).Select(result => result.Status));
        Assert.Equal([4, 1], sweep.ReadJobs().Select(job => sweep.ReadResult(job)!.Attempt));
    }

    [Fact]
    public async Task A_job_that_another_process_holds_is_waited_for_and_its_result_is_taken_as_it_is()
    {
        Claim(1, 0, hasEnded: false);
        Task<IReadOnlyList<JobResult>> run = Task.Run(() => Run(Settings));
        await SweepFiles.UntilAsync(() => File.Exists(sweep.ResultFile(0)), "the free job is done");
        await Task.Delay(300);
        Assert.False(run.IsCompleted);
        SweepJob job = sweep.ReadJob(1);
        sweep.WriteResult(new JobResult(1, job.Hash, sweep.Version, 0, "no-solution", "other", null, new JobCost(1, 2, "elsewhere", "other")));
        Assert.Equal("elsewhere", (await run)[1].Cost.Host);
    }

    [Fact]
    public async Task A_run_that_waits_can_be_stopped()
    {
        Claim(1, 0, hasEnded: false);
        using CancellationTokenSource stop = new();
        Task run = Task.Run(() => Run(Settings, stop.Token));
        await SweepFiles.UntilAsync(() => File.Exists(sweep.ResultFile(0)), "the free job is done");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private IReadOnlyList<JobResult> Run(ShareSettings settings, CancellationToken cancellation = default)
    {
        using ShareRun run = new(sweep, settings, _ => { });
        return run.Run(sweep.ReadJobs(), cancellation);
    }

    // A claim of a process that is no more, or of this one.
    private void Claim(int job, int attempt, bool hasEnded)
    {
        Directory.CreateDirectory(sweep.Claims);
        ProcessIdentity holder = hasEnded ? ProcessIdentity.Own with { Started = "1" } : ProcessIdentity.Own;
        File.WriteAllBytes(Path.Combine(sweep.Claims, $"{SweepFolder.Name(job)}.{attempt}.claim"), holder.ToJson());
    }
}
