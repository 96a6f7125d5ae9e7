using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>Which of several stationary points a posterior is built on: the global minimum unless the caller names another.</summary>
internal static class BranchChoice
{
    private const double Tolerance = 1e-9;

    /// <summary>The posterior on the chosen point, with the choice and the alternatives written into it.</summary>
    public static Posterior Solve(
        TheoryKind theory, Network network, TrainingKernel kernel, IReadOnlyList<StationaryPoint> points, int? branch,
        Func<StationaryPoint, Posterior> build)
    {
        if (points.Count == 0)
        {
            return Posterior.Failed(theory, network, kernel, SolverStatus.NoSolution, "The action has no stationary point in its bounds.");
        }

        if (branch is < 0 || branch >= points.Count)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"branch {branch} does not exist: the action has {points.Count} stationary point(s)."), nameof(branch));
        }

        var chosen = branch ?? GlobalMinimum(points);
        var posterior = build(points[chosen]);
        return posterior.Residual < Tolerance
            ? posterior with
            {
                OrderParameter = points[chosen].OrderParameter,
                Action = points[chosen].Action,
                StationaryPoints = points,
                Branch = chosen,
            }
            : Posterior.Failed(theory, network, kernel, SolverStatus.NotConverged, FormattableString.Invariant(
                $"The saddle-point equation holds to {posterior.Residual:0.0e+0} only, relative to its largest term."));
    }

    private static int GlobalMinimum(IReadOnlyList<StationaryPoint> points) => Enumerable.Range(0, points.Count)
        .OrderBy(i => points[i].IsMinimum ? 0 : 1).ThenBy(i => points[i].Action).First();
}
