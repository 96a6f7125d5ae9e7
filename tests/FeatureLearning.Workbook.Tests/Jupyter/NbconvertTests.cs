using FeatureLearning.Plotly;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Tests.Clients;
using FeatureLearning.Workbook.Tests.Notebooks;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Jupyter;

/// <summary>
/// The committed notebooks under Jupyter's own tools: shown as they are, and executed by our kernel under the name that they ask
/// for.
/// </summary>
[Collection(WorkbookCollection.Name)]
public sealed class NbconvertTests(WorkbookFixture book, KernelFixture kernel) : IClassFixture<KernelFixture>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Notebooks => [.. WorkbookFixture.Names];

    public void Dispose() => folder.Dispose();

    [JupyterDrawingFact]
    public async Task Every_committed_notebook_shows_its_stored_pictures_and_statements_without_a_network()
    {
        string[] notebooks = [.. WorkbookFixture.Names.Select(Nbconvert.Committed)];
        string[] pages = await new Nbconvert(kernel.Prefix, folder.Path).ToHtmlAsync(notebooks);
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(5));
        await using Chromium chromium = await Chromium.StartAsync(Components.Chromium!, limit.Token);
        foreach ((string notebook, string page) in notebooks.Zip(pages))
        {
            IReadOnlyList<Shown> shown = Shown.InNotebook(notebook);
            int figures = shown.Count(one => one.Kind == Shown.FigureKind), statements = Shown.Statements(shown).Total;
            Assert.True(figures > 0 && statements > 0, notebook);
            FigureSight expected = new(figures, Plots: 0, Pictures: figures, Sentences: 0, statements, statements);
            FigureSight seen = await FigureSight.OfAsync(chromium, page, network: false, limit.Token);
            Assert.Equal((notebook, expected), (notebook, seen));
        }
    }

    [JupyterTheory]
    [MemberData(nameof(Notebooks))]
    public Task Our_kernel_shows_what_the_headless_run_shows(string name) => AssertSameAsync(name);

    [JupyterRestoreFact]
    public async Task And_so_it_does_for_the_appendix()
    {
        foreach (string appendix in WorkbookFixture.Appendices)
        {
            await AssertSameAsync(Path.GetFileNameWithoutExtension(appendix));
        }
    }

    private async Task AssertSameAsync(string name)
    {
        string path = await new Nbconvert(kernel.Prefix, folder.Path).ExecuteAsync(name);
        book.AssertShows(name, Shown.InNotebook(path));
        Notebook executed = NotebookFile.Read(path), committed = NotebookFile.Read(Nbconvert.Committed(name));
        Assert.Equal(Sources(committed), Sources(executed));
        Assert.All(executed.Cells.Where(cell => cell.IsCode), cell => Assert.NotNull(cell.ExecutionCount));
        if (Components.WhyNoChromium is null && Components.WhyNoPlotlyJs is null)
        {
            await AssertPicturesAsync(name, path);
        }
    }

    private static IEnumerable<(string, string)> Sources(Notebook notebook) =>
        notebook.Cells.Select(cell => (cell.Kernel, cell.Source));

    /// <summary>Where there is a browser, our kernel stores pictures, and they show without a network.</summary>
    private async Task AssertPicturesAsync(string name, string executed)
    {
        string page = Assert.Single(await new Nbconvert(kernel.Prefix, folder.Path).ToHtmlAsync(executed));
        int figures = book.Figures(name), statements = book.Statements(name);
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        await using Chromium chromium = await Chromium.StartAsync(Components.Chromium!, limit.Token);
        Assert.Equal(
            new FigureSight(figures, Plots: 0, Pictures: figures, Sentences: 0, statements, statements),
            await FigureSight.OfAsync(chromium, page, network: false, limit.Token));
    }
}
