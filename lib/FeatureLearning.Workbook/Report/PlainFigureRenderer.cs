using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace FeatureLearning.Workbook.Report;

/// <summary>Figures without a browser: plotly.js draws them where they are opened, and there are no static pictures.</summary>
internal sealed class PlainFigureRenderer(string? scriptPath, string? whyMissing) : IFigureRenderer
{
    public const string Version = "4.1.2";

    public string? ScriptPath => scriptPath;

    public string ScriptUrl => $"https://cdn.jsdelivr.net/npm/plotly.js-dist-min@{Version}/plotly.min.js";

    public string? WhyMissing => whyMissing;

    public string ForNotebook(string figureJson, byte[]? picture, string? caption) =>
        $"<script src=\"{ScriptUrl}\"></script>{ForPage(figureJson, IdOf(figureJson), caption)}";

    public string ForPage(string figureJson, string elementId, string? caption)
    {
        // Inside a script element only "</" could end it early.
        string json = figureJson.Replace("</", "<\\/", StringComparison.Ordinal).Replace("<!--", "<\\u0021--", StringComparison.Ordinal);
        string text = caption is null ? "" : $"<figcaption>{WebUtility.HtmlEncode(caption)}</figcaption>";
        return $$"""
            <figure><div id="{{elementId}}" class="plotly-figure"></div>{{text}}</figure>
            <script>{
            const f = {{json}};
            if (window.Plotly) Plotly.newPlot("{{elementId}}", f.data, f.layout, {responsive: true, displaylogo: false});
            }</script>
            """;
    }

    /// <summary>By content, so that a notebook that is run again stays as it was.</summary>
    private static string IdOf(string figureJson) =>
        "figure-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figureJson)))[..12];

    public Task<IReadOnlyList<byte[]>?> RenderAsync(IReadOnlyList<string> figureJson, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<byte[]>?>(null);
}
