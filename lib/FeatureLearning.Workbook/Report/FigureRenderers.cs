namespace FeatureLearning.Workbook.Report;

/// <summary>The one place that chooses what draws figures.</summary>
internal static class FigureRenderers
{
    public static async Task<IFigureRenderer> FindAsync(string cacheDirectory, CancellationToken cancellation)
    {
        NpmPackage plotly = new("plotly.js-dist-min", PlainFigureRenderer.Version);
        (string? folder, string? why) = await plotly.FindAsync(cacheDirectory, cancellation).ConfigureAwait(false);
        return new PlainFigureRenderer(folder is null ? null : Path.Combine(folder, "plotly.min.js"), why);
    }
}
