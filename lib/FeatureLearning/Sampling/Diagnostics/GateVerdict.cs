namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>Whether draws may be published as they are, and if not why.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Member</term><description>Meaning</description></listheader>
/// <item><term><see cref="Passes"/></term><description>no reason speaks against it</description></item>
/// <item><term><see cref="Stamp"/></term><description>what a figure has to carry</description></item>
/// </list>
/// </remarks>
/// <param name="Reasons">One text for each broken condition.</param>
public sealed record GateVerdict(IReadOnlyList<string> Reasons)
{
    /// <summary>Whether the gate is passed.</summary>
    public bool Passes => Reasons.Count == 0;

    /// <summary>"not converged: …" with all reasons, or an empty text.</summary>
    public string Stamp => Passes ? "" : $"not converged: {string.Join("; ", Reasons)}";
}
