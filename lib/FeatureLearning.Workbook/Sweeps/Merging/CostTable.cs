using FeatureLearning.Workbook.Sweeps.Jobs;

namespace FeatureLearning.Workbook.Sweeps.Merging;

/// <summary>What each job cost, as measured: different for every run, and therefore a file of its own.</summary>
internal static class CostTable
{
    /// <summary>Columns <c>job, attempt, seconds, peak_memory_bytes, host, linear_algebra</c>; a row for each job with a result.</summary>
    public static byte[] ToCsv(IReadOnlyList<JobResult> results) => MergedTable.ToCsv(
    [
        new WholeColumn("job", [.. results.Select(result => (object?)result.Job)]),
        new WholeColumn("attempt", [.. results.Select(result => (object?)result.Attempt)]),
        new RealColumn("seconds", [.. results.Select(result => (object?)result.Cost.Seconds)]),
        new RealColumn("peak_memory_bytes", [.. results.Select(result => (object?)(double)result.Cost.PeakMemory)]),
        new TextColumn("host", [.. results.Select(result => result.Cost.Host)]),
        new TextColumn("linear_algebra", [.. results.Select(result => result.Cost.LinearAlgebra)]),
    ]);
}
