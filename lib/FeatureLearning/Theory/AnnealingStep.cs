namespace FeatureLearning.Theory;

/// <summary>One χ of an annealing walk.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>χ</term><description><paramref name="Scaling"/>, dimensionless</description></item>
/// </list>
/// </remarks>
/// <param name="Scaling">χ.</param>
/// <param name="TreeLevel">Tree level on the branch that the walk came along.</param>
/// <param name="OneLoop">One loop from there; its status says whether it exists.</param>
public sealed record AnnealingStep(double Scaling, Posterior TreeLevel, Posterior OneLoop);
