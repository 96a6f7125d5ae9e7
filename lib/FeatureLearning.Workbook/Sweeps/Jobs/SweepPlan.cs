namespace FeatureLearning.Workbook.Sweeps.Jobs;

/// <summary>What a grid comes to.</summary>
/// <param name="Jobs">By number.</param>
/// <param name="LeftOut">Methods that do not exist for an activation.</param>
internal sealed record SweepPlan(IReadOnlyList<SweepJob> Jobs, IReadOnlyList<LeftOut> LeftOut);

/// <summary>Combinations of a grid that there is no method for.</summary>
/// <param name="Method">The theory or sampler.</param>
/// <param name="Activation">The activation.</param>
/// <param name="Count">How many jobs that would have been.</param>
internal sealed record LeftOut(string Method, string Activation, int Count);
