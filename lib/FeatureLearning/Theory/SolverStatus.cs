namespace FeatureLearning.Theory;

/// <summary>How a solver ended. Only <see cref="Converged"/> comes with numbers.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Value</term><description>Numbers</description></listheader>
/// <item><term><see cref="Converged"/></term><description>all</description></item>
/// <item><term>any other</term><description>none: asking for one throws</description></item>
/// </list>
/// </remarks>
public enum SolverStatus
{
    /// <summary>The equations hold to the residual that the result states.</summary>
    Converged,

    /// <summary>The equations have no solution on the branch that was followed.</summary>
    NoSolution,

    /// <summary>The iteration ended before the equations held.</summary>
    NotConverged,

    /// <summary>κ is below the rounding error of the kernel, so that no digit would be right.</summary>
    IllConditioned,
}
