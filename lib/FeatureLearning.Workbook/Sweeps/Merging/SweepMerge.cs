using FeatureLearning.Storage;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Formats.Npz;
using FeatureLearning.Workbook.Sweeps.Jobs;

namespace FeatureLearning.Workbook.Sweeps.Merging;

/// <summary>Writes <c>table.csv</c>, <c>table.npz</c> and <c>costs.csv</c>, also of a sweep that is not finished: what is missing has a row that says so.</summary>
internal static class SweepMerge
{
    /// <summary>Merges; returns the jobs without a result and the failures.</summary>
    /// <exception cref="UsageException">A result of another plan, or a file cannot be written.</exception>
    public static (IReadOnlyList<SweepJob> Missing, IReadOnlyList<JobResult> Failed) Write(SweepFolder folder)
    {
        IReadOnlyList<SweepJob> jobs = folder.ReadJobs();
        JobResult?[] results = [.. jobs.Select(folder.ReadResult)];
        IReadOnlyList<TableColumn> columns = MergedTable.Of(jobs, results);
        return SweepFolder.Guarded(folder.Path, () =>
        {
            AtomicFile.Write(folder.In("table.csv"), MergedTable.ToCsv(columns));
            NpzWriter.Write(folder.In("table.npz"), MergedTable.ToNpz(columns, folder.PlanHash, folder.Version));
            AtomicFile.Write(folder.In("costs.csv"), CostTable.ToCsv([.. results.OfType<JobResult>()]));
            SweepJob[] missing = [.. jobs.Where(job => results[job.Number] is null)];
            JobResult[] failed = [.. results.OfType<JobResult>().Where(result => result.IsFailure)];
            return ((IReadOnlyList<SweepJob>)missing, (IReadOnlyList<JobResult>)failed);
        });
    }
}
