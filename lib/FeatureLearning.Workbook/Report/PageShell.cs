using System.Net;

namespace FeatureLearning.Workbook.Report;

/// <summary>
/// What every page of the book has around its content. Its policy keeps foreign frames, whose content stands in the page's own file, from
/// going anywhere else.
/// </summary>
internal static class PageShell
{
    public static string Html(string title, string bodyClass, string content, PageAssets assets, bool hasFigures)
    {
        string plotly = hasFigures ? $"<script src=\"{assets.PlotlySource}\" charset=\"utf-8\"></script>\n" : "";
        string note = assets.Note is null ? "" : $"<p class=\"note\">{WebUtility.HtmlEncode(assets.Note)}</p>\n";
        return $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{{WebUtility.HtmlEncode(title)}}</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{{assets.KatexFolder}}/katex.min.css">
            <link rel="stylesheet" href="assets/report.css">
            {{plotly}}</head>
            <body class="{{bodyClass}}">
            {{note}}{{content}}
            <script src="{{assets.KatexFolder}}/katex.min.js"></script>
            <script src="assets/report.js"></script>
            </body>
            </html>

            """;
    }
}
