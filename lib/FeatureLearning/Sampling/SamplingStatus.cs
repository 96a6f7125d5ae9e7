namespace FeatureLearning.Sampling;

/// <summary>How a run ended.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Value</term><description>Numbers</description></listheader>
/// <item><term><see cref="Complete"/>, <see cref="Partial"/></term><description>all, of the draws that were made</description></item>
/// <item><term><see cref="Diverged"/></term><description>none: asking for one throws</description></item>
/// </list>
/// </remarks>
public enum SamplingStatus
{
    /// <summary>All draws were made.</summary>
    Complete,

    /// <summary>Cancelled; the draws so far count.</summary>
    Partial,

    /// <summary>A chain's weights are no longer finite, as Langevin's with too large a step.</summary>
    Diverged,
}
