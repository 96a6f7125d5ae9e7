using System.Collections.Immutable;

namespace FeatureLearning.Plotly;

/// <summary>
/// An immutable table that renders itself in notebook hosts: numbers with significant digits and to the right, text through
/// <see cref="Label"/>.
/// <code>
/// Table.New("N", @"\chi", "error").Row(100, 1.0, 0.0123).Row(200, 2.0, new Measured(0.0061, 0.0004)).Digits(3)
/// Table.Of(results, ("N", r => r.Width), ("error", r => r.Error))
/// </code>
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed record Table
{
    private Table(ImmutableArray<string> header) => Header = header;

    /// <summary>Titles of the columns, plain or TeX.</summary>
    public ImmutableArray<string> Header { get; }

    /// <summary>The values, row after row.</summary>
    public ImmutableArray<ImmutableArray<object?>> Rows { get; private init; } = [];

    /// <summary>Significant digits of floating-point numbers.</summary>
    public int SignificantDigits { get; private init; } = 4;

    /// <summary>Text below the table, or null.</summary>
    public string? CaptionText { get; private init; }

    /// <summary>A table without rows.</summary>
    /// <param name="header">Titles of the columns, at least one.</param>
    /// <exception cref="ArgumentException">No title, or one that <see cref="Label"/> cannot read.</exception>
    public static Table New(params string[] header)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (header.Length == 0)
            throw new ArgumentException("A table needs at least one column.", nameof(header));
        foreach (var title in header)
            Label.ToHtml(title);
        return new Table([.. header]);
    }

    /// <summary>A table with one row for each item.</summary>
    /// <typeparam name="T">Type of the items.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="columns">Title of each column and the value it shows.</param>
    /// <exception cref="ArgumentException">As <see cref="New"/> and <see cref="Row"/>.</exception>
    public static Table Of<T>(IEnumerable<T> items, params (string Title, Func<T, object?> Value)[] columns)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(columns);
        return items.Aggregate(
            New([.. columns.Select(column => column.Title)]),
            (table, item) => table.Row([.. columns.Select(column => column.Value(item))]));
    }

    /// <summary>The table with one more row.</summary>
    /// <param name="cells">One value a column: a number, <see cref="Measured"/>, a bool, text (plain or TeX), null for an empty cell.</param>
    /// <exception cref="ArgumentException">The number of cells is not that of the columns, or a text is not readable by <see cref="Label"/>.</exception>
    public Table Row(params object?[] cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Length != Header.Length)
            throw new ArgumentException($"The table has {Header.Length} columns, the row has {cells.Length} cells.", nameof(cells));
        foreach (var cell in cells)
            TableCell.Of(cell, SignificantDigits);
        return this with { Rows = Rows.Add([.. cells]) };
    }

    /// <summary>The same table with another number of significant digits.</summary>
    /// <param name="digits">1 to 15.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public Table Digits(int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 15);
        return this with { SignificantDigits = digits };
    }

    /// <summary>The same table with a text below it.</summary>
    /// <param name="caption">Plain text or TeX.</param>
    /// <exception cref="ArgumentException">The text is not readable by <see cref="Label"/>.</exception>
    public Table Caption(string caption)
    {
        Label.ToHtml(caption);
        return this with { CaptionText = caption };
    }

    /// <summary>The table as an HTML fragment; also the method that Verso looks for.</summary>
    /// <returns>A white card with one <c>&lt;table&gt;</c>, all text escaped.</returns>
    public string ToHtml() => TableMarkup.Html(CaptionText, Header, Cells(), _ => "");

    /// <summary>The table as aligned text.</summary>
    /// <returns>Lines that end with a line feed.</returns>
    public override string ToString() => TableMarkup.Plain(CaptionText, Header, Cells());

    private TableCell[][] Cells() => [.. Rows.Select(row => row.Select(cell => TableCell.Of(cell, SignificantDigits)).ToArray())];
}
