using FeatureLearning.Sampling;
using FeatureLearning.Sampling.Diagnostics;
using static System.FormattableString;

namespace FeatureLearning.Plotly;

/// <content>The stamp on figures whose sampled points have not converged.</content>
public sealed partial record Figure
{
    /// <summary>What is written across a figure that fails the gate.</summary>
    internal const string Stamp = "not converged";

    internal string StampText => Doubts.Length == 1
        ? $"Not converged: {Doubts[0]}"
        : Invariant($"Not converged, {Doubts.Length} sampled posteriors, the first: {Doubts[0]}");

    /// <summary>Stamps the figure "not converged", across it and in its caption with the reasons, unless the verdict passes.</summary>
    /// <param name="verdict">What the publication gate says of the draws that the figure shows.</param>
    public Figure Gate(GateVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return verdict.Passes ? this : this with { Doubts = Doubts.Add(string.Join("; ", verdict.Reasons)) };
    }

    /// <summary>Puts everything sampled that the figure shows through the <see cref="PublicationGate"/>, every trace of it.</summary>
    /// <param name="sampled">What the figure shows.</param>
    /// <returns>The figure, stamped "not converged" if one of them fails.</returns>
    public Figure Gate(params IEnumerable<SampledPosterior> sampled)
    {
        ArgumentNullException.ThrowIfNull(sampled);
        return sampled.Select(one => PublicationGate.Default.Check(one)).Aggregate(this, (figure, verdict) => figure.Gate(verdict));
    }
}
