namespace FeatureLearning.Theory;

/// <summary>A solution on a branch, and what is needed to go on from it.</summary>
internal sealed record BranchStep<TState>(double At, TState State, double OrderParameter, double Action);

/// <summary>
/// Follows a solution along a parameter x by continuity: a step in log x in which log Q moves by more than <see cref="LargestMove"/> is halved until
/// it moves less, or until the step is below the tolerance; then the branch has ended there and the solution has jumped.
/// </summary>
/// <param name="solve">The solution at x that is reached from a state by descent of the action.</param>
/// <param name="tolerance">Relative accuracy of x at a branch's end.</param>
internal sealed class BranchWalk<TState>(Func<double, TState, BranchStep<TState>> solve, double tolerance)
{
    private const double LargestMove = 0.1;
    private readonly List<BranchStep<TState>> steps = [];
    private readonly List<BranchJump> jumps = [];

    /// <summary>Steps at the values that were asked for, in their order.</summary>
    public IReadOnlyList<BranchStep<TState>> Steps => steps;

    public IReadOnlyList<BranchJump> Jumps => jumps;

    /// <summary>The states on both sides of each jump.</summary>
    public List<BranchStep<TState>> Ends { get; } = [];

    public BranchWalk<TState> Along(IEnumerable<double> values, TState start)
    {
        foreach (var value in values)
        {
            steps.Add(steps.Count == 0 ? solve(value, start) : Follow(steps[^1], value, recordJumps: true));
        }

        return this;
    }

    /// <summary>The solution at x on the branch of a step.</summary>
    public BranchStep<TState> Follow(BranchStep<TState> from, double to, bool recordJumps = false)
    {
        var there = solve(to, from.State);
        if (!(Math.Abs(Math.Log(there.OrderParameter / from.OrderParameter)) > LargestMove))
        {
            return there; // also where there is no solution: Q is NaN
        }

        if (Math.Abs(Math.Log(to / from.At)) <= tolerance)
        {
            if (recordJumps)
            {
                jumps.Add(new(from.At, to, from.OrderParameter, there.OrderParameter));
                Ends.Add(from);
            }

            return there;
        }

        return Follow(Follow(from, Math.Sqrt(from.At * to), recordJumps), to, recordJumps);
    }

    /// <summary>
    /// Where the actions of two walks, one up and one down, are equal: a change of sign of their difference at the values and branch ends that both
    /// passed, then bisection in log x; NaN where there is none.
    /// </summary>
    public static double Crossing(BranchWalk<TState> up, BranchWalk<TState> down)
    {
        BranchStep<TState>[] ups = [.. up.Steps.Concat(up.Ends).OrderBy(step => step.At)];
        BranchStep<TState>[] downs = [.. down.Steps.Concat(down.Ends).OrderBy(step => step.At)];
        double Difference(double x)
        {
            var one = up.Follow(ups.Last(step => step.At <= x), x);
            var two = down.Follow(downs.First(step => step.At >= x), x);
            return Math.Abs(Math.Log(one.OrderParameter / two.OrderParameter)) < 1e-6 ? 0 : one.Action - two.Action;
        }

        double[] stops = [.. ups.Concat(downs).Select(step => step.At).Distinct().Order()];
        for (var i = 1; i < stops.Length; i++)
        {
            double low = stops[i - 1], high = stops[i];
            if (Difference(low) * Difference(high) < 0)
            {
                return Bisect(Difference, low, high);
            }
        }

        return double.NaN;
    }

    private static double Bisect(Func<double, double> difference, double low, double high)
    {
        var sign = Math.Sign(difference(low));
        while (Math.Log(high / low) > 1e-10)
        {
            var middle = Math.Sqrt(low * high);
            (low, high) = Math.Sign(difference(middle)) == sign ? (middle, high) : (low, middle);
        }

        return Math.Sqrt(low * high);
    }
}
