using System.Diagnostics;
using System.Text.Json;
using FeatureLearning.Numerics;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Sweeps.Jobs;

namespace FeatureLearning.Workbook.Sweeps.Running;

/// <summary>How a share of a sweep is run.</summary>
/// <param name="Threads">Chains of a sampler at the same time.</param>
/// <param name="Stale">After which a silent claim of another machine is taken over.</param>
/// <param name="RetryFailed">Whether jobs that have failed before this run are done once more.</param>
/// <param name="MaxCrashes">Attempts that may end without a word (killed, out of memory) before a job counts as failed.</param>
internal sealed record ShareSettings(int Threads, TimeSpan Stale, bool RetryFailed, int MaxCrashes = 5);

/// <summary>
/// Runs jobs until each of them has a result, by this process or by another that works on the same: what others hold is waited for, and taken over
/// if they end without a result.
/// </summary>
internal sealed class ShareRun(SweepFolder folder, ShareSettings settings, Action<JobResult> finished) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly JobClaims claims = new(folder.Claims, settings.Stale);
    private readonly RunLog log = new(folder.Runs);
    private readonly Dictionary<int, int> failedBefore = [];

    /// <summary>Runs the jobs and returns their results by number.</summary>
    /// <exception cref="OperationCanceledException">Stopped; what was not finished was given back.</exception>
    public IReadOnlyList<JobResult> Run(IEnumerable<SweepJob> jobs, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder.Work);
        List<SweepJob> pending = [.. jobs];
        NoteFailures(pending);
        List<JobResult> results = [];
        TimeSpan pause = TimeSpan.FromMilliseconds(50);
        while (pending.Count > 0)
        {
            int before = pending.Count;
            List<SweepJob> later = [];
            foreach (SweepJob job in pending)
            {
                cancellation.ThrowIfCancellationRequested();
                if ((Finished(job) ?? Attempt(job, cancellation)) is { } result)
                {
                    results.Add(result);
                }
                else
                {
                    later.Add(job);
                }
            }

            pending = later;
            if (pending.Count == before)
            {
                cancellation.WaitHandle.WaitOne(pause);
                pause = pause < LongestPause ? 2 * pause : LongestPause;
            }
        }

        return [.. results.OrderBy(result => result.Job)];
    }

    public void Dispose() => log.Dispose();

    private void NoteFailures(List<SweepJob> jobs)
    {
        foreach (JobResult result in settings.RetryFailed ? jobs.Select(folder.ReadResult).OfType<JobResult>().Where(result => result.IsFailure) : [])
        {
            failedBefore[result.Job] = result.Attempt;
        }
    }

    // A failure from before counts as none, where failures are tried again.
    private JobResult? Finished(SweepJob job) => folder.ReadResult(job) is { } result
        && !(result.IsFailure && failedBefore.TryGetValue(job.Number, out int attempt) && result.Attempt <= attempt) ? result : null;

    private JobResult? Attempt(SweepJob job, CancellationToken cancellation)
    {
        if (failedBefore.TryGetValue(job.Number, out int failed))
        {
            // That attempt has ended with its result: it holds nothing.
            claims.Release(job.Number, failed);
        }

        using JobClaim? claim = claims.TryTake(job.Number);
        if (claim is null)
        {
            return null;
        }

        // Between the first look and the claim, the attempt before may have ended well.
        if (Finished(job) is { } meanwhile)
        {
            claim.Finish();
            return meanwhile;
        }

        log.Write(claim, "start");
        JobResult result = Execute(job, claim, cancellation);
        JobResult? first = Finished(job);
        if (first is null)
        {
            folder.WriteResult(result);
        }

        claim.Finish();
        log.Write(claim, first is null ? result.Status : "discarded");
        DeleteCheckpoints(claim);
        finished(first ?? result);
        return first ?? result;
    }

    private JobResult Execute(SweepJob job, JobClaim claim, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        JobResult Result(string status, string? message, JsonElement? report) => new(
            job.Number, job.Hash, folder.Version, claim.Attempt, status, message, report,
            new JobCost(
                Stopwatch.GetElapsedTime(start).TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64, Environment.MachineName,
                LinearAlgebra.Best.Name));

        int crashes = claims.Crashes(claim, failedBefore.GetValueOrDefault(job.Number, -1) + 1);
        if (crashes >= settings.MaxCrashes)
        {
            return Result(JobResult.FailedStatus, FormattableString.Invariant(
                $"{crashes} attempts ended without a result or a message: killed, or out of memory or time"), null);
        }

        try
        {
            JsonElement report = new JobExecution(job, Checkpoint(claim), settings.Threads).Run(cancellation);
            return Result(Json.Text(report, "status")!, Json.Text(report, "message"), report);
        }
        catch (Exception error)
        {
            cancellation.ThrowIfCancellationRequested();
            return Result(JobResult.FailedStatus, $"{error.GetType().Name}: {error.Message}".ReplaceLineEndings(" "), null);
        }
    }

    // An attempt goes on from a copy of the latest checkpoint: whoever may still write the other one does no harm.
    private string Checkpoint(JobClaim claim)
    {
        string own = folder.Checkpoint(claim.Job, claim.Attempt);
        string? latest = Enumerable.Range(0, claim.Attempt).Reverse()
            .Select(attempt => folder.Checkpoint(claim.Job, attempt)).FirstOrDefault(File.Exists);
        if (latest is not null)
        {
            File.Copy(latest, own, overwrite: true);
        }

        return own;
    }

    private void DeleteCheckpoints(JobClaim claim)
    {
        for (int attempt = 0; attempt <= claim.Attempt; attempt++)
        {
            File.Delete(folder.Checkpoint(claim.Job, attempt));
        }
    }
}
