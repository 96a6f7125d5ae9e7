namespace FeatureLearning.Protocol;

/// <summary>
/// How much one cell may show: a loop of prints or displays, or one value of megabytes, must fill neither the memory nor the notebook. What is left
/// out is said.
/// </summary>
internal static class OutputLimits
{
    /// <summary>Characters kept of standard output, of standard error, and of a value as text.</summary>
    public const int Text = 400_000;

    /// <summary>Values displayed.</summary>
    public const int Values = 1000;

    /// <summary>Characters of all values together, in every MIME type; a large figure takes a few millions.</summary>
    public const long Characters = 24_000_000;
}
