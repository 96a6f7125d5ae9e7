namespace FeatureLearning.Sampling;

/// <summary>A Monte-Carlo estimate with its standard error, entry by entry.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>MCSE</term><description><see cref="Error"/>, by batch means, in the units of the mean; NaN with fewer than two finished batches</description></item>
/// </list>
/// </remarks>
/// <typeparam name="T">A number, vector or matrix.</typeparam>
/// <param name="Mean">The estimate.</param>
/// <param name="Error">Its standard error, of the same shape.</param>
public readonly record struct Estimated<T>(T Mean, T Error);
