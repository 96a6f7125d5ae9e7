namespace FeatureLearning.Theory;

/// <summary>Where a branch of solutions ends while a parameter is turned, and the solution falls onto another one.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>x</term><description>the parameter, χ or κ: the branch still exists at <paramref name="Last"/> and no more at <paramref name="Next"/></description></item>
/// <item><term>Q</term><description>order parameter ⟨w²⟩/λ, dimensionless</description></item>
/// </list>
/// </remarks>
/// <param name="Last">The last x on the branch.</param>
/// <param name="Next">The first x beyond it; |Next − Last| is the accuracy of its end.</param>
/// <param name="Before">Q at the end of the branch.</param>
/// <param name="After">Q where the solution fell to.</param>
public sealed record BranchJump(double Last, double Next, double Before, double After);
