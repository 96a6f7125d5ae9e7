using System.Text.RegularExpressions;
using FeatureLearning.Plotly;
using FeatureLearning.Workbook.Report;

namespace FeatureLearning.Workbook.Tests.Report;

/// <summary>The book, as written and as a real browser shows it.</summary>
public sealed class ReportTests(ReportFixture book) : IClassFixture<ReportFixture>
{
    private readonly string report = book.Report;

    [Fact]
    public void The_book_has_contents_with_status_and_pages_with_neighbours()
    {
        string index = File.ReadAllText(Path.Combine(report, "index.html"));
        Assert.Contains("<a href=\"01-first.html\">First <em>views</em></a>", index, StringComparison.Ordinal);
        Assert.Contains("2 statements hold", index, StringComparison.Ordinal);
        Assert.Contains("1 fsharp cell skipped", index, StringComparison.Ordinal);
        Assert.Contains("2 of 2 ran through", index, StringComparison.Ordinal);
        Assert.Contains("<a href=\"api.html\">The library</a>", index, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(report, "api-FeatureLearning.Networks.Network.html")));
        string first = File.ReadAllText(Path.Combine(report, "01-first.html"));
        Assert.Contains("rel=\"next\" href=\"02-second.html\"", first, StringComparison.Ordinal);
        Assert.Contains("href=\"02-second.html#part\"", first, StringComparison.Ordinal);
        Assert.Contains("<span class=\"k\">for</span>", first, StringComparison.Ordinal);
        Assert.Contains("<div class=\"html\"><table>", first, StringComparison.Ordinal);
        Assert.Contains("01-first.dib</a>", first, StringComparison.Ordinal);
        Assert.Contains("rel=\"prev\" href=\"01-first.html\"", File.ReadAllText(Path.Combine(report, "02-second.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Foreign_html_stands_in_a_frame_of_its_own()
    {
        string page = File.ReadAllText(Path.Combine(report, "02-second.html"));
        Assert.Contains("<iframe class=\"foreign\" sandbox=\"allow-scripts\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<p id=\"own\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_load_nothing_from_elsewhere_when_npm_was_there()
    {
        bool hasCopies = File.Exists(Path.Combine(report, "assets", "plotly.min.js")) && Directory.Exists(Path.Combine(report, "assets", "katex"));
        foreach (string page in Directory.GetFiles(report, "*.html"))
        {
            string html = File.ReadAllText(page);
            Assert.Equal(!hasCopies, Regex.IsMatch(html, "<(script|link)[^>]*(src|href)=\"https?:"));
            Assert.Equal(!hasCopies, html.Contains("<p class=\"note\">", StringComparison.Ordinal));
        }
    }

    [ChromiumFact]
    public async Task A_browser_draws_every_figure_and_formula_without_a_complaint()
    {
        (string document, IReadOnlyCollection<string> errors) = await OpenAsync("01-first.html");
        if (!File.Exists(Path.Combine(report, "assets", "plotly.min.js")))
        {
            Assert.Contains("<p class=\"note\">", document, StringComparison.Ordinal);
            return;
        }

        Assert.Empty(errors);
        Assert.Equal(2, Regex.Count(document, "class=\"[^\"]*js-plotly-plot"));
        Assert.Equal(2, Regex.Count(document, "<g class=\"scatterlayer"));
        Assert.Contains("class=\"katex\"", document, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task Foreign_script_cannot_touch_the_page_but_tells_its_height()
    {
        (string document, _) = await OpenAsync("02-second.html");
        Assert.Contains("<title>Second</title>", document, StringComparison.Ordinal);
        Assert.Contains("<main>", document, StringComparison.Ordinal);
        Assert.Matches("style=\"height: [0-9]+px", document);
    }

    [Fact]
    public void Colouring_keeps_every_character()
    {
        const string Code = "#r \"a.dll\"\n// c <b>\nvar s = $\"x {1 + 2}\"; /* open";
        string plain = System.Net.WebUtility.HtmlDecode(Regex.Replace(CSharpColours.Html(Code), "</?span[^>]*>", ""));
        Assert.Equal(Code, plain);
    }

    /// <summary>The document half a second after it loaded, when figures are drawn and frames have told their height.</summary>
    private async Task<(string Document, IReadOnlyCollection<string> Errors)> OpenAsync(string name)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        await using Chromium chromium = await Chromium.StartAsync(Components.Chromium!, limit.Token);
        BrowserPage page = await chromium.OpenAsync(1280, 900, limit.Token);
        await page.NavigateAsync(new Uri(Path.Combine(report, name)).AbsoluteUri, limit.Token);
        string document = (await page.EvaluateAsync(
            "new Promise(r => setTimeout(r, 500)).then(() => document.documentElement.outerHTML)", limit.Token)).GetString()!;
        return (document, page.Errors);
    }
}
