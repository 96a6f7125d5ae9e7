using FeatureLearning.Protocol;

namespace FeatureLearning.Engine;

/// <summary>What a cell came to.</summary>
/// <param name="Fault">Why it failed, or null.</param>
/// <param name="StillRunning">It was interrupted, and code that it started on other threads could not be stopped.</param>
internal sealed record CellOutcome(CellFault? Fault, bool StillRunning = false);
