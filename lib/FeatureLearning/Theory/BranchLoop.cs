namespace FeatureLearning.Theory;

/// <summary>Solutions followed up and down along a parameter: equal where there is one branch, different where history matters (hysteresis).</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>x</term><description><see cref="Values"/> of the <see cref="Parameter"/>, ascending</description></item>
/// <item><term>Q, S</term><description>order parameter and action of each posterior; the lower S is the state with more evidence</description></item>
/// <item><term>x_M</term><description><see cref="Crossing"/>, where both branches have the same action (Maxwell's point of a first-order transition)</description></item>
/// </list>
/// Both sweeps are followed by continuity alone. A branch that neither of them meets is not in the loop.
/// </remarks>
public sealed record BranchLoop
{
    internal BranchLoop()
    {
    }

    /// <summary>What was turned.</summary>
    public required ContinuationParameter Parameter { get; init; }

    /// <summary>x, ascending.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>The solutions at <see cref="Values"/>, followed from the lowest x upwards.</summary>
    public required IReadOnlyList<Posterior> Upward { get; init; }

    /// <summary>The solutions at <see cref="Values"/> (same order), followed from the highest x downwards.</summary>
    public required IReadOnlyList<Posterior> Downward { get; init; }

    /// <summary>Ends of branches met on the way up; none are located for sampled theories.</summary>
    public IReadOnlyList<BranchJump> UpwardJumps { get; init; } = [];

    /// <summary>Ends of branches met on the way down; none are located for sampled theories.</summary>
    public IReadOnlyList<BranchJump> DownwardJumps { get; init; } = [];

    /// <summary>x_M, where the actions cross; NaN where they do not or where the theory has no action.</summary>
    public double Crossing { get; init; } = double.NaN;

    /// <summary>
    /// Whether the two directions differ at a value of the grid: by more than 1e-6 of Q, and for sampled theories by more than that many combined standard
    /// errors. False where one of them did not converge.
    /// </summary>
    /// <param name="index">Which of <see cref="Values"/>.</param>
    /// <param name="deviations">Standard errors of a sampled theory that count as a difference.</param>
    public bool Differ(int index, double deviations = 6)
    {
        Posterior up = Upward[index], down = Downward[index];
        if (up.Status != SolverStatus.Converged || down.Status != SolverStatus.Converged)
        {
            return false;
        }

        double one = StandardError.Of(up, p => p.OrderParameter), two = StandardError.Of(down, p => p.OrderParameter);
        var noise = deviations * Math.Sqrt((one * one) + (two * two));
        return Math.Abs(up.OrderParameter - down.OrderParameter) > Math.Max(noise, 1e-6 * up.OrderParameter);
    }
}
