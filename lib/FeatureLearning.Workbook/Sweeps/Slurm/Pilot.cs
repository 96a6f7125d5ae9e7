using FeatureLearning.Workbook.Sweeps.Grids;
using FeatureLearning.Workbook.Sweeps.Jobs;

namespace FeatureLearning.Workbook.Sweeps.Slurm;

/// <summary>Which jobs to run first to know what the others cost: of each method that was not measured, the one that looks largest.</summary>
internal static class Pilot
{
    public static IReadOnlyList<SweepJob> Choose(IReadOnlyList<SweepJob> open, IReadOnlySet<string> measured) =>
    [
        .. open.GroupBy(job => job.Method.Schema.Name)
            .Where(method => !measured.Contains(method.Key))
            .Select(method => method.MaxBy(Size)!),
    ];

    // An order, not a cost: points times (points + dimension + width), times the steps of whatever iterates.
    private static double Size(SweepJob job)
    {
        double Number(GridPoint point, string name) => point.Whole(name) ?? 1;
        double points = Number(job.Task, "train") + Number(job.Task, "test");
        double steps = (Number(job.Method, "warmup") + (Number(job.Method, "draws") * Number(job.Method, "thin"))) * Number(job.Method, "chains");
        double particles = Number(job.Method, "particles") * Number(job.Method, "rounds") * Number(job.Method, "replicas");
        return points * (points + Number(job.Task, "dimension") + Number(job.Network, "width")) * steps * particles;
    }
}
