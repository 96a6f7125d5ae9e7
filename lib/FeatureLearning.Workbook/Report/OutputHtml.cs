using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Run;

namespace FeatureLearning.Workbook.Report;

/// <summary>One output of a cell as HTML, in the richest form that is safe in the page.</summary>
internal sealed partial class OutputHtml(IFigureRenderer figures, string page)
{
    private int figureCount;

    public string Render(CellOutput output) => output switch
    {
        StreamOutput { Name: "stderr" } stream => $"<pre class=\"stream stderr\">{Encode(stream.Text)}</pre>",
        StreamOutput stream => $"<pre class=\"stream\">{Encode(stream.Text)}</pre>",
        ErrorOutput error => Error(error),
        BundleOutput bundle => Bundle(bundle),
        _ => "",
    };

    private string Bundle(BundleOutput bundle)
    {
        if (FigureOutputs.FigureOf(bundle) is { } json)
        {
            // Capital: the ids of headings, which a notebook chooses, are lower case.
            string id = string.Create(CultureInfo.InvariantCulture, $"Figure-{++figureCount}");
            return $"<div class=\"figure\">{figures.ForPage(json, id, Plotly.FigureJson.Caption(json))}</div>";
        }

        if (bundle.Data.GetValueOrDefault(MimeTypes.Html) is { } html)
        {
            return HtmlAllowList.Allows(html) ? $"<div class=\"html\">{html}</div>" : SandboxFrame.Html(html, $"HTML output in {page}");
        }

        if (bundle.Data.GetValueOrDefault(MimeTypes.Markdown) is { } markdown)
        {
            return $"<div class=\"html\">{MarkdownHtml.Render(markdown, link => link)}</div>";
        }

        if (bundle.Data.GetValueOrDefault(MimeTypes.Latex) is { } latex)
        {
            return $"<div class=\"math\">{Encode(latex.Trim().Trim('$'))}</div>";
        }

        return Picture(bundle) ?? $"<pre class=\"plain\">{Encode(bundle.Data.GetValueOrDefault(MimeTypes.Plain) ?? "")}</pre>";
    }

    /// <summary>As an image an SVG runs no script; base64 is checked, since it stands inside an attribute.</summary>
    private static string? Picture(BundleOutput bundle)
    {
        if (bundle.Data.GetValueOrDefault(MimeTypes.Svg) is { } svg)
        {
            return $"<img alt=\"\" src=\"data:{MimeTypes.Svg};base64,{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg))}\">";
        }

        (string? type, string? data) = bundle.Data
            .FirstOrDefault(entry => entry.Key is MimeTypes.Png or "image/jpeg" or "image/gif" or "image/webp");
        return type is not null && Base64().IsMatch(data)
            ? $"<img alt=\"\" src=\"data:{type};base64,{data.ReplaceLineEndings("")}\">"
            : null;
    }

    private static string Error(ErrorOutput error)
    {
        string line = error.Line is { } number ? RunWords.Text($" <span class=\"where\">line {number}</span>") : "";
        string source = error.SourceLine is { Length: > 0 } text ? $"<pre>{Encode(text)}</pre>" : "";
        string trace = error.Trace.Length > 1
            ? $"<details><summary>Trace</summary><pre>{Encode(string.Join('\n', error.Trace))}</pre></details>"
            : "";
        return $"<div class=\"error\" role=\"alert\"><p><strong>{Encode(error.Name)}</strong>{line}</p>"
            + $"{source}<p>{Encode(error.Message)}</p>{trace}</div>";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(AnsiEscape().Replace(text, ""));

    [GeneratedRegex(@"\x1b\[[0-9;]*[A-Za-z]")]
    private static partial Regex AnsiEscape();

    [GeneratedRegex(@"\A[A-Za-z0-9+/=\s]*\z")]
    private static partial Regex Base64();
}
