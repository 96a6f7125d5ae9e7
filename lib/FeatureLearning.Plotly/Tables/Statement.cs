namespace FeatureLearning.Plotly;

/// <summary>One claim and what became of it when measured.</summary>
/// <param name="Claim">What the paper says, in a sentence; plain or TeX.</param>
/// <param name="Source">Where it says so, for example <c>arXiv:2502.03210, eq. 12</c>.</param>
/// <param name="Measured">What we measure, as text with its unit or comparison.</param>
/// <param name="Holds">Whether the measurement agrees with the claim.</param>
/// <param name="Error">The measurement's error as text, or null.</param>
public sealed record Statement(string Claim, string Source, string Measured, bool Holds, string? Error = null)
{
    /// <summary>The measured value with its error.</summary>
    internal string MeasuredText => Error is null ? Measured : $"{Measured} ± {Error}";
}
