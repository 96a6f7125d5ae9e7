using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FeatureLearning.Plotly;

/// <summary>A figure's JSON as HTML: for a notebook's output, for a page of the report, and as a file of its own.</summary>
/// <remarks>
/// Every fragment is a white card, so that it stays readable on a dark page, and no fragment but <see cref="Standalone"/> holds plotly.js.
/// All text is escaped; JSON inside a script has its <c>&lt;</c> written as <c>\u003c</c>, so nothing in it can end the script.
/// Captions are read by <see cref="Label"/>; one that <see cref="Label"/> cannot read is shown as it is. A figure that plotly.js cannot
/// draw, or would draw without some of its traces, is a sentence that says why.
/// </remarks>
public static class FigureHtml
{
    private const string Card =
        "background:#fff;color:#222;color-scheme:light;margin:0 0 1em;padding:8px;border-radius:6px;max-width:1100px;box-sizing:border-box;" +
        "font-family:Helvetica,Arial,sans-serif";

    private const string Missing =
        "This figure is interactive and needs plotly.js, which has not loaded here; no static picture of it was stored.";

    /// <summary>
    /// A fragment for a notebook's output. It shows the picture first, loads plotly.js from <see cref="PlotlyScript.CdnUrl"/>, and puts the
    /// interactive figure in the picture's place once that worked. Where scripts do not run or the network is missing, the picture stays;
    /// without a picture, a sentence says so. It is never blank.
    /// </summary>
    /// <param name="figureJson">The figure, <c>{"data":[…],"layout":{…},"config":{…}}</c>, with <c>"frames":[…]</c> if it has a slider.</param>
    /// <param name="png">The static picture at two pixels a CSS pixel, or null.</param>
    /// <param name="caption">Caption below the figure, or null.</param>
    /// <returns>One <c>&lt;figure&gt;</c> element.</returns>
    public static string ForNotebook(string figureJson, byte[]? png, string? caption)
    {
        ArgumentNullException.ThrowIfNull(figureJson);
        if (RetiredTraces.WhyNotDrawn(figureJson) is { } why)
            return Undrawn(why, png, caption);
        // The key ties script and element together without document-wide ids: the same figure shown twice is two elements of one key.
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figureJson)))[..16];
        return $$"""
            <figure class="fl-figure" data-fl-figure="{{key}}" style="{{Card}}">
            <div class="fl-plot" style="width:100%"></div>
            {{(png is { Length: > 0 } ? Picture(png, caption) : Sentence("fl-static", Missing))}}
            {{Caption(caption)}}<script>
            (function () {
            {{PageScript.Draw}}
            {{PageScript.Explain}}
            {{PageScript.Load}}
            {{PageScript.Replace}}
            replace('{{key}}', {{Script(figureJson)}}, load('{{PlotlyScript.CdnUrl}}', '{{PlotlyScript.CdnIntegrity}}'));
            })();
            </script>
            </figure>
            """;
    }

    /// <summary>A fragment for a page that has loaded plotly.js as <c>window.Plotly</c> above it.</summary>
    /// <param name="figureJson">The figure, <c>{"data":[…],"layout":{…},"config":{…}}</c>, with <c>"frames":[…]</c> if it has a slider.</param>
    /// <param name="elementId">The plot element's id, unique in the page.</param>
    /// <param name="caption">Caption below the figure, or null.</param>
    /// <returns>One <c>&lt;figure&gt;</c> element; without <c>window.Plotly</c> it shows a sentence instead of the plot.</returns>
    /// <exception cref="ArgumentException">The id is empty or has blanks.</exception>
    public static string ForPage(string figureJson, string elementId, string? caption)
    {
        ArgumentNullException.ThrowIfNull(figureJson);
        ArgumentException.ThrowIfNullOrWhiteSpace(elementId);
        if (elementId.Any(char.IsWhiteSpace))
            throw new ArgumentException($"The id '{elementId}' has blanks.", nameof(elementId));
        if (RetiredTraces.WhyNotDrawn(figureJson) is { } why)
            return Undrawn(why, null, caption);
        var id = Label.Escape(elementId);
        return $$"""
            <figure class="fl-figure" style="{{Card}}">
            <div class="fl-plot" id="{{id}}" style="width:100%">{{Sentence("fl-missing", Missing)}}</div>
            {{Caption(caption)}}<script>
            (function () {
            {{PageScript.Draw}}
            {{PageScript.Explain}}
            var element = document.getElementById({{Script(Json.Build(writer => writer.WriteStringValue(elementId)))}});
            if (window.Plotly) {
              element.innerHTML = '';
              new Promise(function (done) { done(draw(window.Plotly, element, {{Script(figureJson)}})); })
                .catch(function (error) { explain(element, error); });
            }
            })();
            </script>
            </figure>
            """;
    }

    /// <summary>A whole page in one file that needs no network.</summary>
    /// <param name="figureJson">The figure, <c>{"data":[…],"layout":{…},"config":{…}}</c>, its caption in <c>layout.meta.caption</c>.</param>
    /// <param name="title">Title of the page.</param>
    /// <param name="plotlyJs">The source of plotly.js, that is the content of <see cref="PlotlyScript.LocalPath"/>.</param>
    /// <returns>An HTML document.</returns>
    public static string Standalone(string figureJson, string title, string plotlyJs)
    {
        ArgumentNullException.ThrowIfNull(plotlyJs);
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:,">
            <title>{{Readable(title, Label.ToPlain, escape: true)}}</title>
            <script>{{InlineScript(plotlyJs)}}</script>
            </head>
            <body style="margin:8px;background:#fff">
            {{ForPage(figureJson, "figure", FigureJson.Caption(figureJson))}}
            </body>
            </html>
            """;
    }

    private static string Picture(byte[] png, string? caption)
    {
        // Bytes 16 to 19 of a PNG are its width; the picture has two pixels a CSS pixel.
        var width = png.Length > 24 ? BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)) / 2 : 760;
        var alternative = caption is null ? "Static picture of the figure" : Readable(caption, Label.ToPlain, escape: true);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<img class="fl-static" width="{width}" style="max-width:100%;height:auto" alt="{alternative}" src="data:image/png;base64,{Convert.ToBase64String(png)}">""");
    }

    /// <summary>A figure that no script draws: the sentence, and the picture if there is one.</summary>
    private static string Undrawn(string why, byte[]? png, string? caption) => $"""
        <figure class="fl-figure" style="{Card}">
        {Sentence("fl-undrawn", Label.Escape(why))}{(png is { Length: > 0 } ? Picture(png, caption) : "")}
        {Caption(caption)}</figure>
        """;

    private static string Sentence(string cssClass, string html) => $"<p class=\"{cssClass}\" style=\"margin:1em\"><em>{html}</em></p>";

    private static string Caption(string? caption) => string.IsNullOrEmpty(caption)
        ? ""
        : $"<figcaption style=\"padding:4px 8px;font-size:14px;line-height:1.45;color:#444\">{Readable(caption, Label.ToHtml, escape: false)}</figcaption>\n";

    /// <summary>Foreign captions may hold anything; a figure is not lost to a stray dollar sign.</summary>
    private static string Readable(string text, Func<string, string> read, bool escape)
    {
        try
        {
            return escape ? Label.Escape(read(text)) : read(text);
        }
        catch (ArgumentException)
        {
            return Label.Escape(text);
        }
    }

    /// <summary>JSON as JavaScript inside a script element: in JSON, &lt; occurs only inside strings, where \u003c means the same.</summary>
    private static string Script(string json) => json.Replace("<", "\\u003c", StringComparison.Ordinal);

    /// <summary>A program inside a script element: only these two sequences could end or confuse it, and they occur only in literals.</summary>
    private static string InlineScript(string source) => source
        .Replace("</script", "\\x3c/script", StringComparison.OrdinalIgnoreCase)
        .Replace("<!--", "\\x3c!--", StringComparison.Ordinal);
}
