using System.Collections.Concurrent;
using FeatureLearning.Plotly;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Run;
using MimeTypes = FeatureLearning.Workbook.Formats.MimeTypes;

namespace FeatureLearning.Workbook.Tests.Notebooks;

/// <summary>The report of the repository's notebooks, as their reader's browser shows it without a network.</summary>
[Collection(WorkbookCollection.Name)]
public sealed class RealReportTests(WorkbookFixture book)
{
    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    [Fact]
    public void The_run_succeeds_and_every_statement_holds()
    {
        Assert.True(book.Outcome.ExitCode == 0, book.Outcome.Errors);
        Assert.NotEmpty(WorkbookFixture.Sources);
        foreach (var source in book.Ran)
        {
            var statements = StatementCount.Of(NotebookFile.Read(book.Executed(source)));
            Assert.True(statements.Total > 0 && statements.Holding == statements.Total, $"{source}: {statements}");
        }
    }

    [Fact]
    public void An_appendix_ran_or_is_reported_as_skipped_with_what_is_missing()
    {
        foreach (var name in WorkbookFixture.Appendices.Select(Path.GetFileNameWithoutExtension))
        {
            Assert.Matches($@"(?m)^{name}: (ok,|skipped \(.*(cannot be restored|is not there; build it with))", book.Outcome.Output);
        }
    }

    [DrawingFact]
    public void Every_figure_has_a_picture_for_readers_without_scripts()
    {
        foreach (var source in book.Ran)
            Assert.All(FiguresOf(source), figure => Assert.True(figure.Data.ContainsKey(MimeTypes.Png), source));
    }

    [DrawingFact]
    public async Task Every_page_draws_all_its_figures_without_network_and_without_a_complaint()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        foreach (var source in book.Ran)
        {
            var (page, requests) = await OpenOfflineAsync(chromium, book.Page(source));
            var expected = FiguresOf(source).Count();
            Assert.True(expected > 0, source);
            for (var i = 0; i < 100 && await CountAsync(page, Drawn) < expected; i++)
                await Task.Delay(100);
            Assert.Equal((source, expected), (source, await CountAsync(page, Drawn)));
            Assert.Equal((source, expected), (source, await CountAsync(page, "document.querySelectorAll('.js-plotly-plot').length")));
            Assert.Equal(0, await CountAsync(page, "document.querySelectorAll('iframe, .error').length"));
            Assert.Equal(0, await CountAsync(page, "document.querySelectorAll('.katex-error').length"));
            var rows = await CountAsync(page, "document.querySelectorAll('tr[data-holds]').length");
            Assert.True(rows > 0, source);
            Assert.Equal((source, rows), (source, await CountAsync(page, "document.querySelectorAll('tr[data-holds=\"true\"]').length")));
            Assert.Empty(page.Errors);
            Assert.Empty(requests);
        }
    }

    [DrawingFact]
    public async Task Every_page_fits_a_phone_and_a_desktop()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        foreach (var (source, width) in book.Ran.SelectMany(source => new[] { 390, 768, 1280 }.Select(width => (source, width))))
        {
            var (page, _) = await OpenOfflineAsync(chromium, book.Page(source), width);
            Assert.Equal((source, width), (source, await CountAsync(page, "document.documentElement.scrollWidth")));
        }
    }

    private const string Drawn =
        "Array.from(document.querySelectorAll('.js-plotly-plot')).filter(p => p.querySelector('.main-svg .cartesianlayer .subplot') && p.querySelector('.xtick text')).length";

    private IEnumerable<BundleOutput> FiguresOf(string source) => NotebookFile.Read(book.Executed(source)).Cells
        .SelectMany(cell => cell.Outputs).OfType<BundleOutput>().Where(output => FigureOutputs.FigureOf(output) is not null);

    /// <summary>A page of which every request but those to files is refused and noted, and every failed one noted.</summary>
    private static async Task<(BrowserPage Page, ConcurrentQueue<string> Requests)> OpenOfflineAsync(Chromium chromium, string file, int width = 1280)
    {
        var requests = new ConcurrentQueue<string>();
        var page = await chromium.OpenAsync(width, 900, Limit);
        page.EventReceived += (name, parameters) =>
        {
            if (name == "Network.loadingFailed")
                requests.Enqueue("failed: " + parameters.GetProperty("errorText").GetString());
            if (name != "Fetch.requestPaused")
                return;
            requests.Enqueue(parameters.GetProperty("request").GetProperty("url").GetString()!);
            var requestId = parameters.GetProperty("requestId").GetString();
            _ = page.SendAsync("Fetch.failRequest", new { requestId, errorReason = "InternetDisconnected" }, Limit);
        };
        await page.SendAsync("Network.enable", new { }, Limit);
        await page.SendAsync("Fetch.enable", new { patterns = new[] { new { urlPattern = "http://*" }, new { urlPattern = "https://*" } } }, Limit);
        await page.NavigateAsync(new Uri(file).AbsoluteUri, Limit);
        return (page, requests);
    }

    private static async Task<int> CountAsync(BrowserPage page, string expression) => (await page.EvaluateAsync(expression, Limit)).GetInt32();
}
