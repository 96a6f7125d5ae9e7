using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Report;

/// <summary>
/// What pages need from npm, looked for from the start of a run, since the first time means a download. Whatever goes wrong with it
/// costs the pages their offline copies, and never the run.
/// </summary>
internal sealed class BrowserLibraries
{
    public static readonly NpmPackage KatexPackage = new("katex", "0.19.1");

    private readonly Task<IFigureRenderer> figures;
    private readonly Task<(string? Folder, string? WhyMissing)> katex;

    private BrowserLibraries(Task<IFigureRenderer> figures, Task<(string? Folder, string? WhyMissing)> katex) =>
        (this.figures, this.katex) = (figures, katex);

    public static BrowserLibraries Find(string cacheDirectory, CancellationToken cancellation) =>
        new(FigureRenderers.FindAsync(cacheDirectory, cancellation), FindKatexAsync(cacheDirectory, cancellation));

    /// <summary>What draws figures; without plotly.js when looking for it failed.</summary>
    public async Task<IFigureRenderer> FiguresAsync()
    {
        try
        {
            return await figures.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new PlotlyFigureRenderer(new PlotlyScript { WhyMissing = $"plotly.js: {exception.Message}" });
        }
    }

    private static async Task<(string? Folder, string? WhyMissing)> FindKatexAsync(string cacheDirectory, CancellationToken cancellation)
    {
        try
        {
            return await KatexPackage.FindAsync(cacheDirectory, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return (null, "katex was not fetched: the run was stopped");
        }
    }

    /// <summary>KaTeX's unpacked package, or why there is none.</summary>
    public Task<(string? Folder, string? WhyMissing)> KatexAsync() => katex;
}
