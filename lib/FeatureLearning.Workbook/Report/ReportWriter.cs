using FeatureLearning.Storage;
using FeatureLearning.Workbook.Run;

namespace FeatureLearning.Workbook.Report;

/// <summary>Writes the book: <c>report/index.html</c>, a page per notebook, and what the pages load.</summary>
internal static class ReportWriter
{
    /// <summary>Writes all pages and returns the path of the index.</summary>
    public static async Task<string> WriteAsync(RunSummary summary, BrowserLibraries libraries)
    {
        string folder = Path.Combine(summary.Options.OutputDirectory, "report");
        PageAssets assets = await PageAssets.PlaceAsync(folder, libraries).ConfigureAwait(false);
        IFigureRenderer figures = await libraries.FiguresAsync().ConfigureAwait(false);
        for (int i = 0; i < summary.Notebooks.Length; i++)
        {
            string page = Path.Combine(folder, NotebookPage.FileName(summary.Notebooks[i].Source));
            AtomicFile.Write(page, NotebookPage.Html(summary, i, figures, assets));
        }

        Api.ApiPages.Write(folder, assets, isInBook: true);
        string index = Path.Combine(folder, "index.html");
        AtomicFile.Write(index, IndexPage.Html(summary, assets));
        return index;
    }
}
