using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Report;

/// <summary>The one place that chooses what draws figures.</summary>
internal static class FigureRenderers
{
    public static async Task<IFigureRenderer> FindAsync(string cacheDirectory, CancellationToken cancellation) =>
        new PlotlyFigureRenderer(await PlotlyScript.FindAsync(cacheDirectory, cancellation).ConfigureAwait(false));
}
