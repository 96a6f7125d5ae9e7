using System.Text.Json;
using FeatureLearning.Plotly;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Tests.Notebooks;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Clients;

/// <summary>
/// The workbook in the engine of Polyglot Notebooks, over its standard streams and as a Jupyter kernel: every cell runs, every
/// statement holds, and every number is that of the headless run.
/// </summary>
[Collection(WorkbookCollection.Name)]
public sealed class InteractiveToolTests(WorkbookFixture book, InteractiveKernelFixture kernel)
    : IClassFixture<InteractiveKernelFixture>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Notebooks => [.. WorkbookFixture.Names];

    public void Dispose() => folder.Dispose();

    [InteractiveTheory]
    [MemberData(nameof(Notebooks))]
    public async Task Cells_sent_as_Polyglot_sends_them_show_what_the_headless_run_shows(string name)
    {
        await using StdioTool tool = await StdioTool.StartAsync();
        List<Shown> shown = [];
        Notebook notebook = NotebookFile.Read(Nbconvert.Committed(name));
        string[] cells = [.. notebook.Cells.Where(cell => cell.IsCode).Select(cell => cell.Source)];
        for (int i = 0; i < cells.Length; i++)
        {
            IReadOnlyList<JsonElement> events = await tool.SubmitAsync(cells[i]);
            Assert.Null(StdioTool.FailureOf(events));
            Assert.Empty(StdioTool.DiagnosticsOf(events));
            shown.AddRange(Shown.InEvents(i, events));
        }

        book.AssertShows(name, shown);
    }

    [InteractiveJupyterTheory]
    [MemberData(nameof(Notebooks))]
    public async Task Its_Jupyter_kernel_shows_the_same_and_a_page_of_it_is_never_blank(string name)
    {
        Nbconvert nbconvert = new(kernel.Prefix, folder.Path);
        string executed = await nbconvert.ExecuteAsync(name);
        book.AssertShows(name, Shown.InNotebook(executed));
        string page = Assert.Single(await nbconvert.ToHtmlAsync(executed));
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        await using Chromium chromium = await Chromium.StartAsync(Components.Chromium!, limit.Token);
        FigureSight online = await FigureSight.OfAsync(chromium, page, network: true, limit.Token);
        FigureSight offline = await FigureSight.OfAsync(chromium, page, network: false, limit.Token);
        int figures = book.Figures(name), statements = book.Statements(name);
        Assert.Equal(new FigureSight(figures, figures, 0, 0, statements, statements), online);
        Assert.Equal(new FigureSight(figures, 0, 0, figures, statements, statements), offline);
    }
}
