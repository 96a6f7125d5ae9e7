namespace FeatureLearning.Sampling;

/// <summary>How far a run is.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>steps</term><description>of all chains together, warm-up included</description></item>
/// </list>
/// </remarks>
/// <param name="Steps">Steps made, those before a resume included.</param>
/// <param name="Total">Steps to make.</param>
/// <param name="Rate">Steps per second since the start or the resume.</param>
/// <param name="TimeLeft">At this rate.</param>
public readonly record struct SamplingProgress(long Steps, long Total, double Rate, TimeSpan TimeLeft);
