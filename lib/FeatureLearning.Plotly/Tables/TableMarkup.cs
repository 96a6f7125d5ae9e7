using System.Globalization;
using System.Text;

namespace FeatureLearning.Plotly;

/// <summary>Turns cells into an HTML table and into aligned text; the look of all tables is here.</summary>
internal static class TableMarkup
{
    private const string TableStyle =
        "border-collapse:collapse;background:#fff;color:#222;color-scheme:light;font-family:Helvetica,Arial,sans-serif;font-size:14px;line-height:1.4";

    private const string CaptionStyle = "caption-side:bottom;text-align:left;padding:6px 12px;color:#444";
    private const string HeadStyle = "padding:4px 12px;border-bottom:2px solid #666;vertical-align:bottom;";
    private const string CellStyle = "padding:4px 12px;border-bottom:1px solid #ddd;vertical-align:top;";

    /// <summary>A white card with the table; wide tables scroll inside it and leave the page alone.</summary>
    /// <param name="caption">Text below the table, or null.</param>
    /// <param name="header">Column titles.</param>
    /// <param name="rows">Cells.</param>
    /// <param name="rowAttributes">Attributes of a row's element, with a leading blank; may be empty.</param>
    /// <param name="isProse">True when the first column is sentences, which then get half of the page's width.</param>
    public static string Html(
        string? caption, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<TableCell>> rows, Func<int, string> rowAttributes, bool isProse = false)
    {
        var html = new StringBuilder();
        html.Append("<div class=\"fl-table\" style=\"overflow-x:auto;background:#fff;padding:4px;margin:0 0 1em\">");
        html.Append(CultureInfo.InvariantCulture, $"<table style=\"{TableStyle}{(isProse ? ";width:100%" : "")}\">");
        if (caption is not null)
            html.Append(CultureInfo.InvariantCulture, $"<caption style=\"{CaptionStyle}\">{Label.ToHtml(caption)}</caption>");
        html.Append("<thead><tr>");
        for (var column = 0; column < header.Count; column++)
        {
            var width = isProse && column == 0 ? ";width:50%;min-width:12em" : "";
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" style=\"{HeadStyle}{Align(rows, column)}{width}\">{Label.ToHtml(header[column])}</th>");
        }

        html.Append("</tr></thead><tbody>");
        for (var row = 0; row < rows.Count; row++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr{rowAttributes(row)}>");
            for (var column = 0; column < header.Count; column++)
                html.Append(CultureInfo.InvariantCulture, $"<td style=\"{CellStyle}{Align(rows, column)}\">{rows[row][column].Html}</td>");
            html.Append("</tr>");
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    /// <summary>Aligned text with a rule below the header, columns two blanks apart, numbers to the right.</summary>
    public static string Plain(string? caption, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<TableCell>> rows)
    {
        var titles = header.Select(Label.ToPlain).ToArray();
        var widths = titles.Select((title, column) => rows.Select(row => Width(row[column].Plain)).Append(Width(title)).Max()).ToArray();
        var text = new StringBuilder();
        AppendRow(column => titles[column]);
        text.Append(string.Join("  ", widths.Select(width => new string('─', width)))).Append('\n');
        foreach (var row in rows)
            AppendRow(column => row[column].Plain);
        if (caption is not null)
            text.Append(Label.ToPlain(caption)).Append('\n');
        return text.ToString();

        void AppendRow(Func<int, string> cell)
        {
            var cells = widths.Select((width, column) => Pad(cell(column), width, IsNumeric(rows, column)));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
    }

    private static string Align(IReadOnlyList<IReadOnlyList<TableCell>> rows, int column) => IsNumeric(rows, column)
        ? "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums"
        : "text-align:left";

    /// <summary>A column is numeric when it has numbers and nothing but numbers and empty cells.</summary>
    private static bool IsNumeric(IReadOnlyList<IReadOnlyList<TableCell>> rows, int column) =>
        rows.Any(row => row[column].IsNumber) && rows.All(row => row[column].IsNumber || row[column].Plain.Length == 0);

    private static string Pad(string text, int width, bool toTheRight)
    {
        var blanks = new string(' ', width - Width(text));
        return toTheRight ? blanks + text : text + blanks;
    }

    /// <summary>Columns of a terminal: combining marks take none.</summary>
    private static int Width(string text) => new StringInfo(text).LengthInTextElements;
}
