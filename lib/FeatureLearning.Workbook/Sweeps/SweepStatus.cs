using FeatureLearning.Workbook.Sweeps.Jobs;
using FeatureLearning.Workbook.Sweeps.Running;

namespace FeatureLearning.Workbook.Sweeps;

/// <summary>How far a sweep is: counts, who has what, and every failure by name.</summary>
internal static class SweepStatus
{
    public static void Write(SweepFolder folder, TextWriter output)
    {
        IReadOnlyList<SweepJob> jobs = folder.ReadJobs();
        JobResult?[] results = [.. jobs.Select(folder.ReadResult)];
        JobClaims claims = new(folder.Claims, TimeSpan.MaxValue);
        SweepJob[] open = [.. jobs.Where(job => results[job.Number] is null)];
        SweepJob[] held = [.. open.Where(job => !claims.IsFree(job.Number))];
        output.WriteLine(FormattableString.Invariant(
            $"{jobs.Count} jobs: {jobs.Count - open.Length} with a result, {held.Length} taken, {open.Length - held.Length} waiting"));
        foreach (IGrouping<string, JobResult> status in results.OfType<JobResult>().GroupBy(result => result.Status).OrderBy(status => status.Key, StringComparer.Ordinal))
        {
            output.WriteLine(FormattableString.Invariant($"  {status.Key}: {status.Count()}"));
        }

        foreach (SweepJob job in held)
        {
            ProcessIdentity? holder = claims.Holder(job.Number);
            output.WriteLine(FormattableString.Invariant($"taken {SweepFolder.Name(job.Number)} by process {holder?.Process} on {holder?.Host}"));
        }

        foreach (JobResult failed in results.OfType<JobResult>().Where(result => result.IsFailure))
        {
            output.WriteLine($"failed {SweepFolder.Name(failed.Job)}: {failed.Message}");
        }
    }
}
