namespace FeatureLearning.Plotly;

/// <summary>Statements of a notebook are false, so its run must fail; the message lists each with its measured value.</summary>
public sealed class StatementException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public StatementException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">Which statements are false, and what was measured.</param>
    public StatementException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">Which statements are false, and what was measured.</param>
    /// <param name="innerException">The cause.</param>
    public StatementException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal StatementException(IReadOnlyList<Statement> failed, int count)
        : base(Describe(failed, count)) => Failed = failed;

    /// <summary>The statements that do not hold.</summary>
    public IReadOnlyList<Statement> Failed { get; } = [];

    private static string Describe(IReadOnlyList<Statement> failed, int count)
    {
        var lines = failed.Select(s => $"✗ {Label.ToPlain(s.Claim)} [{Label.ToPlain(s.Source)}]: measured {Label.ToPlain(s.MeasuredText)}");
        return string.Join('\n', lines.Prepend($"{failed.Count} of {count} statements do not hold:"));
    }
}
