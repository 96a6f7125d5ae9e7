using System.Diagnostics.CodeAnalysis;

namespace FeatureLearning.Plotly;

/// <summary>One format of one type, in the shape that hosts look for: a <c>MimeType</c> and exactly one <c>bool Format(object, TextWriter)</c>.</summary>
internal sealed class HostFormatter<T>(string mimeType, Func<T, string> render)
    where T : class
{
    /// <summary>The format's name.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes the value; false when the value is of another type, so that the host falls back to its own way.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not T value)
            return false;
        writer.Write(render(value));
        return true;
    }
}

/// <summary>Formats of <see cref="Figure"/>.</summary>
internal sealed class FigureFormatterSource
{
    /// <summary>HTML, plotly's JSON and one line of text.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Hosts call it on an instance, by name.")]
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new HostFormatter<Figure>(MimeTypes.Html, figure => figure.ToHtml()),
        new HostFormatter<Figure>(MimeTypes.Plotly, figure => figure.ToJson()),
        new HostFormatter<Figure>(MimeTypes.Plain, figure => figure.ToString()),
    ];
}

/// <summary>Formats of <see cref="ForeignFigure"/>.</summary>
internal sealed class ForeignFigureFormatterSource
{
    /// <summary>HTML, plotly's JSON and one line of text.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Hosts call it on an instance, by name.")]
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new HostFormatter<ForeignFigure>(MimeTypes.Html, figure => figure.ToHtml()),
        new HostFormatter<ForeignFigure>(MimeTypes.Plotly, figure => figure.ToJson()),
        new HostFormatter<ForeignFigure>(MimeTypes.Plain, figure => figure.ToString()),
    ];
}

/// <summary>Formats of <see cref="Table"/>.</summary>
internal sealed class TableFormatterSource
{
    /// <summary>HTML and aligned text.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Hosts call it on an instance, by name.")]
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new HostFormatter<Table>(MimeTypes.Html, table => table.ToHtml()),
        new HostFormatter<Table>(MimeTypes.Plain, table => table.ToString()),
    ];
}

/// <summary>Formats of <see cref="StatementTable"/>.</summary>
internal sealed class StatementTableFormatterSource
{
    /// <summary>HTML and aligned text.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Hosts call it on an instance, by name.")]
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new HostFormatter<StatementTable>(MimeTypes.Html, table => table.ToHtml()),
        new HostFormatter<StatementTable>(MimeTypes.Plain, table => table.ToString()),
    ];
}
