using System.Diagnostics;
using FeatureLearning.Plotly;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Run;
using FeatureLearning.Workbook.Tests.Notebooks;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Jupyter;

/// <summary>The committed notebooks under Jupyter's own tools: shown as they are, and executed by our kernel under the name that they ask for.</summary>
public sealed class NbconvertTests(KernelFixture kernel) : IClassFixture<KernelFixture>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> First => [.. Names.Take(1)];

    public static TheoryData<string> Others => [.. Names.Skip(1)];

    /// <summary>Those that have been executed and committed; that none is missing is tested elsewhere.</summary>
    private static IEnumerable<string> Names =>
        WorkbookFixture.Sources.Select(source => Path.GetFileNameWithoutExtension(source)!).Where(name => File.Exists(Committed(name)));

    public void Dispose() => folder.Dispose();

    [JupyterDrawingFact]
    public async Task Converted_to_html_every_committed_notebook_shows_its_figures_without_a_network()
    {
        string[] notebooks = [.. Names.Select(Committed)];
        await NbconvertAsync(["--to", "html", "--output-dir", folder.Path, .. notebooks]);
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(3));
        await using Chromium chromium = await Chromium.StartAsync(Components.Chromium!, limit.Token);
        foreach (string notebook in notebooks)
        {
            int figures = NotebookFile.Read(notebook).Cells.SelectMany(cell => cell.Outputs).Count(output => FigureOutputs.FigureOf(output) is not null);
            Assert.True(figures > 0, notebook);
            BrowserPage page = await OpenOfflineAsync(chromium, folder.File(Path.GetFileNameWithoutExtension(notebook) + ".html"), limit.Token);
            Assert.Equal((notebook, figures), (notebook, (await page.EvaluateAsync(Visible, limit.Token)).GetInt32()));
        }
    }

    [JupyterTheory]
    [MemberData(nameof(First))]
    public Task A_notebook_runs_on_the_kernel_that_it_asks_for(string name) => ExecuteAsync(name);

    [JupyterTheory(IsLong = true)]
    [Trait("Duration", "Long")]
    [MemberData(nameof(Others))]
    public Task So_does_every_other(string name) => ExecuteAsync(name);

    /// <summary>Figures that show something: plots drawn, or pictures with pixels on the page.</summary>
    private const string Visible =
        """
        Array.from(document.querySelectorAll('.fl-figure')).filter(figure => {
          const picture = figure.querySelector('img.fl-static'), box = (picture || figure).getBoundingClientRect();
          return box.width > 200 && box.height > 100 && (figure.querySelector('.main-svg .cartesianlayer .subplot') || picture && picture.complete && picture.naturalWidth > 200);
        }).length
        """;

    private static string Committed(string name) => Path.Combine(WorkbookProcess.Repository, "notebooks", name + ".ipynb");

    private async Task ExecuteAsync(string name)
    {
        await NbconvertAsync("--to", "notebook", "--execute", "--output-dir", folder.Path, Committed(name));
        Notebook executed = NotebookFile.Read(folder.File(name + ".ipynb")), committed = NotebookFile.Read(Committed(name));
        Assert.Equal(committed.Cells.Select(cell => (cell.Kernel, cell.Source)), executed.Cells.Select(cell => (cell.Kernel, cell.Source)));
        Assert.DoesNotContain(executed.Cells.SelectMany(cell => cell.Outputs), output => output is ErrorOutput);
        Assert.Equal(Figures(committed).Count(), Figures(executed).Count());
        StatementCount statements = StatementCount.Of(executed);
        Assert.True(statements.Total > 0 && statements.Holding == statements.Total, statements.ToString());
        Assert.All(executed.Cells.Where(cell => cell.IsCode), cell => Assert.NotNull(cell.ExecutionCount));
        if (Components.WhyNoChromium is null && Components.WhyNoPlotlyJs is null)
        {
            Assert.All(Figures(executed), figure => Assert.True(figure.Data.ContainsKey("image/png")));
        }
    }

    private static IEnumerable<BundleOutput> Figures(Notebook notebook) => notebook.Cells
        .SelectMany(cell => cell.Outputs).OfType<BundleOutput>().Where(output => FigureOutputs.FigureOf(output) is not null);

    private async Task NbconvertAsync(params string[] arguments)
    {
        ProcessStartInfo start = JupyterComponents.Prepare(kernel.Prefix, folder.Path, ["-m", "nbconvert", .. arguments]);
        start.Environment["WORKBOOK_PROFILE"] = "fast";
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync(start, minutes: 10);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
    }

    private static async Task<BrowserPage> OpenOfflineAsync(Chromium chromium, string file, CancellationToken limit)
    {
        BrowserPage page = await chromium.OpenAsync(1280, 900, limit);
        page.EventReceived += (name, parameters) =>
        {
            if (name == "Fetch.requestPaused")
            {
                _ = page.SendAsync("Fetch.failRequest", new { requestId = parameters.GetProperty("requestId").GetString(), errorReason = "InternetDisconnected" }, limit);
            }
        };
        await page.SendAsync("Fetch.enable", new { patterns = new[] { new { urlPattern = "http://*" }, new { urlPattern = "https://*" } } }, limit);
        await page.NavigateAsync(new Uri(file).AbsoluteUri, limit);
        await Task.Delay(300, limit);
        return page;
    }
}
