using System.Collections.Immutable;

namespace FeatureLearning.Plotly;

/// <summary>
/// The table that ends every notebook: what the paper says, what we measure, whether it holds. <see cref="Verify"/> makes a false
/// statement fail the run.
/// <code>
/// new StatementTable()
///     .Add("Tree level suffices in mean-field scaling", "arXiv:2502.03210", error, error &lt; 0.05)
///     .Verify()
/// </code>
/// </summary>
[TypeFormatterSource(typeof(StatementTableFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed record StatementTable
{
    private static readonly string[] Header = ["what the paper says", "source", "what we measure", "holds"];

    /// <summary>The statements, in the order they were added.</summary>
    public ImmutableArray<Statement> Statements { get; private init; } = [];

    /// <summary>The table with one more statement.</summary>
    /// <param name="claim">What the paper says, plain or TeX.</param>
    /// <param name="source">Where it says so.</param>
    /// <param name="measured">What we measure, as text.</param>
    /// <param name="holds">Whether the measurement agrees with the claim.</param>
    /// <param name="error">The measurement's error as text, or null.</param>
    /// <exception cref="ArgumentException">A text is empty or not readable by <see cref="Label"/>.</exception>
    public StatementTable Add(string claim, string source, string measured, bool holds, string? error = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(claim);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(measured);
        foreach (var text in new[] { claim, source, measured, error ?? "" })
            Label.ToHtml(text);
        return this with { Statements = Statements.Add(new Statement(claim, source, measured, holds, error)) };
    }

    /// <summary>The table with one more statement about a number, which is written with four significant digits and the invariant culture.</summary>
    /// <param name="claim">What the paper says, plain or TeX.</param>
    /// <param name="source">Where it says so.</param>
    /// <param name="measured">What we measure.</param>
    /// <param name="holds">Whether the measurement agrees with the claim; a measured NaN never does.</param>
    /// <param name="error">The measurement's standard error, or null.</param>
    /// <exception cref="ArgumentException">A text is empty or not readable by <see cref="Label"/>.</exception>
    public StatementTable Add(string claim, string source, double measured, bool holds, double? error = null)
    {
        var text = error is { } e ? Numbers.Format(measured, e, 4) : Numbers.Format(measured, 4);
        return Add(claim, source, text, holds && !double.IsNaN(measured));
    }

    /// <summary>Returns the table when every statement holds.</summary>
    /// <exception cref="StatementException">Statements are false (each is listed with its measured value), or there are none at all.</exception>
    public StatementTable Verify()
    {
        if (Statements.IsEmpty)
            throw new StatementException("The table has no statements, so nothing was checked.");
        var failed = Statements.Where(statement => !statement.Holds).ToArray();
        return failed.Length == 0 ? this : throw new StatementException(failed, Statements.Length);
    }

    /// <summary>The table as an HTML fragment; also the method that Verso looks for.</summary>
    /// <returns>A white card with one <c>&lt;table&gt;</c>; rows that do not hold are marked by a cross, a word and a tint, and every
    /// row by <c>data-holds</c>, from which the report counts.</returns>
    public string ToHtml() => TableMarkup.Html(
        null, Header, Cells("✓\u00a0holds", "✗\u00a0does\u00a0not\u00a0hold"), isProse: true,
        rowAttributes: row => Statements[row].Holds ? " data-holds=\"true\"" : " data-holds=\"false\" style=\"background:#fdecea\"");

    /// <summary>The table as aligned text.</summary>
    /// <returns>Lines that end with a line feed.</returns>
    public override string ToString() => TableMarkup.Plain(null, Header, Cells("yes", "NO"));

    private TableCell[][] Cells(string yes, string no) =>
        [.. Statements.Select(s => new object[] { s.Claim, s.Source, s.MeasuredText, s.Holds ? yes : no }.Select(cell => TableCell.Of(cell, 4)).ToArray())];
}
