using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Sweeps.Jobs;

namespace FeatureLearning.Workbook.Sweeps.Slurm;

/// <summary>What to ask a cluster for, from what was measured: each open job is taken to cost what the dearest measured job of its method has.</summary>
/// <param name="Minutes">Time of one task.</param>
/// <param name="Megabytes">Memory of one task.</param>
/// <param name="Basis">In words: how many jobs were measured, and the dearest.</param>
internal sealed record CostEstimate(int Minutes, int Megabytes, string Basis)
{
    /// <summary>Slurm counts in minutes, may send the signal up to a minute early, and a process has to start.</summary>
    private const int ExtraMinutes = 2;

    private const int MemoryStep = 64;

    /// <summary>The estimate for the dearest of the shares.</summary>
    /// <param name="measured">Results with their costs.</param>
    /// <param name="methods">The method of every job by number.</param>
    /// <param name="open">Jobs without a result.</param>
    /// <param name="shares">Tasks of the array: job n belongs to task n mod shares.</param>
    /// <param name="safety">What both are multiplied by.</param>
    /// <exception cref="UsageException">A method was not measured.</exception>
    public static CostEstimate Of(
        IReadOnlyList<JobResult> measured, IReadOnlyList<string> methods, IReadOnlyList<SweepJob> open, int shares, double safety)
    {
        Dictionary<string, double> dearest = measured.GroupBy(result => methods[result.Job])
            .ToDictionary(group => group.Key, group => group.Max(result => result.Cost.Seconds), StringComparer.Ordinal);
        if (open.FirstOrDefault(job => !dearest.ContainsKey(methods[job.Number])) is { } unknown)
        {
            throw new UsageException($"No job of {methods[unknown.Number]} was measured.");
        }

        double seconds = open.GroupBy(job => job.Number % shares).Max(share => share.Sum(job => dearest[methods[job.Number]]));
        double bytes = measured.Max(result => result.Cost.PeakMemory);
        JobResult slowest = measured.MaxBy(result => result.Cost.Seconds)!;
        return new CostEstimate(
            ExtraMinutes + (int)Math.Ceiling(safety * seconds / 60),
            MemoryStep * (int)Math.Ceiling(safety * bytes / (1 << 20) / MemoryStep),
            FormattableString.Invariant(
                $"{safety} times the cost of {measured.Count} measured jobs; the longest took {slowest.Cost.Seconds:0.00} s ({SweepFolder.Name(slowest.Job)}), the peak was {bytes / (1 << 20):0} MB"));
    }
}
