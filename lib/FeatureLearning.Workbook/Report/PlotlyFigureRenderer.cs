using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Report;

/// <summary>Figures by FeatureLearning.Plotly: plotly.js from the cache or the network, pictures from a browser where there is one.</summary>
internal sealed class PlotlyFigureRenderer(PlotlyScript script) : IFigureRenderer
{
    private readonly PictureRenderer? pictures = PictureRenderer.Find(script);

    public string? ScriptPath => script.LocalPath;

    public string ScriptUrl => PlotlyScript.CdnUrl;

    public string? WhyMissing => script.WhyMissing;

    public string ForNotebook(string figureJson, byte[]? picture, string? caption) => FigureHtml.ForNotebook(figureJson, picture, caption);

    public string ForPage(string figureJson, string elementId, string? caption) => FigureHtml.ForPage(figureJson, elementId, caption);

    public async Task<IReadOnlyList<byte[]?>?> RenderAsync(
        IReadOnlyList<string> figureJson, Action<string> onMissing, CancellationToken cancellation) => pictures is null
        ? null
        : [.. (await pictures.RenderAsync(figureJson, onMissing, cancellation).ConfigureAwait(false)).Select(png => png is null ? null : PalettePng.Shrink(png))];
}
