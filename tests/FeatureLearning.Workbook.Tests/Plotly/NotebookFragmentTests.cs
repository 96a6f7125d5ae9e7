using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

/// <summary>The fragment of an executed notebook in a real browser, without and with the CDN.</summary>
public sealed class NotebookFragmentTests
{
    private static readonly Figure Figure = FeatureLearning.Plotly.Figure.New("A figure").Line([1, 2, 3], [3.0, 1, 2], Series.Exact).Caption("What <it> shows: χ.");

    // A white picture of one pixel.
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    [Fact]
    public void Fragment_carries_no_copy_of_plotly_and_escapes_all_text()
    {
        var html = FigureHtml.ForNotebook("""{"data":[],"layout":{"title":{"text":"</script><b>"}}}""", Png, "a </figcaption> & \"b\"");
        Assert.True(html.Length < 8000);
        Assert.Contains(PlotlyScript.CdnUrl, html, StringComparison.Ordinal);
        Assert.DoesNotContain("</script><b>", html, StringComparison.Ordinal);
        Assert.Contains("a &lt;/figcaption&gt; &amp; &quot;b&quot;", html, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Caption_that_is_no_readable_label_is_shown_as_it_is() =>
        Assert.Contains("costs 5$ &lt;", FigureHtml.ForPage("""{"data":[],"layout":{}}""", "a", "costs 5$ <"), StringComparison.Ordinal);

    [ChromiumFact]
    public async Task Without_network_the_picture_stays()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenAsync(chromium, Png, cdn: null);
        Assert.Equal("figure,1,none,What <it> shows: χ.", await StateAsync(page));
    }

    [ChromiumFact]
    public async Task Without_network_and_picture_a_sentence_says_so()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenAsync(chromium, null, cdn: null);
        var text = (await page.EvaluateAsync("document.querySelector('figure').innerText", Limit)).GetString()!;
        Assert.Contains("no static picture of it was stored", text, StringComparison.Ordinal);
        Assert.Contains("What <it> shows: χ.", text, StringComparison.Ordinal);
    }

    [DrawingFact]
    public async Task With_the_CDN_the_interactive_figure_replaces_the_picture_and_the_pinned_checksum_fits()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenAsync(chromium, Png, cdn: await File.ReadAllBytesAsync(Components.PlotlyJs.LocalPath!));
        for (var i = 0; i < 100 && await StateAsync(page) is var state && state.StartsWith("figure,1", StringComparison.Ordinal); i++)
            await Task.Delay(100);
        Assert.Equal("figure,0,drawn,What <it> shows: χ.", await StateAsync(page));
        Assert.Empty(page.Errors);
    }

    [ChromiumFact]
    public async Task Script_with_another_checksum_is_refused_and_the_picture_stays()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenAsync(chromium, Png, cdn: "window.Plotly = {};"u8.ToArray());
        await Task.Delay(1000);
        Assert.Equal("figure,1,none,What <it> shows: χ.", await StateAsync(page));
    }

    /// <summary>Element, visible pictures, whether a plot is drawn, caption.</summary>
    private static async Task<string> StateAsync(BrowserPage page) => (await page.EvaluateAsync("""
        (function () {
          var root = document.querySelector('[data-fl-figure]'), picture = root.querySelector('.fl-static');
          return [root.localName, picture.offsetParent ? 1 : 0, root.querySelector('.js-plotly-plot .main-svg') ? 'drawn' : 'none',
            root.querySelector('figcaption').textContent].join();
        })()
        """, Limit)).GetString()!;

    /// <summary>Opens the fragment with every request to the network answered here: failed, or with the given script.</summary>
    private static async Task<BrowserPage> OpenAsync(Chromium chromium, byte[]? png, byte[]? cdn)
    {
        var page = await chromium.OpenAsync(800, 600, Limit);
        page.EventReceived += (name, parameters) =>
        {
            if (name != "Fetch.requestPaused")
                return;
            var requestId = parameters.GetProperty("requestId").GetString();
            Assert.Equal(PlotlyScript.CdnUrl, parameters.GetProperty("request").GetProperty("url").GetString());
            _ = cdn is null
                ? page.SendAsync("Fetch.failRequest", new { requestId, errorReason = "InternetDisconnected" }, Limit)
                : page.SendAsync("Fetch.fulfillRequest", new
                {
                    requestId,
                    responseCode = 200,
                    responseHeaders = new[] { new { name = "Access-Control-Allow-Origin", value = "*" }, new { name = "Content-Type", value = "text/javascript" } },
                    body = Convert.ToBase64String(cdn),
                }, Limit);
        };
        await page.SendAsync("Fetch.enable", new { patterns = new[] { new { urlPattern = "https://*" } } }, Limit);
        var html = $"<!DOCTYPE html><meta charset=utf-8><link rel=icon href='data:,'><body>{FigureHtml.ForNotebook(Figure.ToJson(), png, "What <it> shows: χ.")}";
        var file = Path.Combine(Directory.CreateTempSubdirectory("featurelearning-page-").FullName, "page.html");
        await File.WriteAllTextAsync(file, html);
        await page.NavigateAsync(new Uri(file).AbsoluteUri, Limit);
        await page.EvaluateAsync("new Promise(r => setTimeout(r, 300))", Limit);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return page;
    }
}
