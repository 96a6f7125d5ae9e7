using System.Buffers.Binary;
using System.Text.Json;
using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

/// <summary>Figures in a real Chromium with the real plotly.js. FEATURELEARNING_GALLERY=DIR keeps the pictures for a look at them.</summary>
public sealed class DrawingTests
{
    private static readonly string? Keep = Environment.GetEnvironmentVariable("FEATURELEARNING_GALLERY");

    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    [DrawingFact]
    public async Task Renderer_makes_a_picture_of_every_kind_of_figure_that_is_not_blank()
    {
        var renderer = PictureRenderer.Find(Components.PlotlyJs)!;
        var pictures = await renderer.RenderAsync([.. Gallery.All.Select(entry => entry.Figure.ToJson())], Limit);

        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await chromium.OpenAsync(800, 600, Limit);
        foreach (var ((name, figure), png) in Gallery.All.Zip(pictures))
        {
            await KeepAsync(name, png);
            using var json = JsonDocument.Parse(figure.ToJson());
            var layout = json.RootElement.GetProperty("layout");
            Assert.Equal(2 * layout.GetProperty("meta").GetProperty("width").GetInt32(), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
            Assert.Equal(2 * layout.GetProperty("height").GetInt32(), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
            Assert.True(await InkAsync(page, png) > 0.01, $"{name} is blank");
        }
    }

    [DrawingFact]
    public async Task Schema_of_plotly_accepts_every_property_and_value_that_we_write()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenWithPlotlyAsync(chromium, 800);
        foreach (var (name, figure) in Gallery.All)
        {
            var complaints = await page.EvaluateAsync($$"""
                (function (f) {
                  var narrow = f.layout.meta.narrow, complaints = [].concat(Plotly.validate(f.data, f.layout) || [], Plotly.validate(f.data, narrow) || []);
                  (f.frames || []).forEach(function (frame, i) {
                    (frame.traces || []).forEach(function (trace, k) { Object.assign(f.data[trace], frame.data[k]); });
                    Object.assign(f.layout, frame.layout);
                    Object.assign(narrow, (f.layout.meta.narrowFrames || [])[i]);
                    complaints = complaints.concat(Plotly.validate(f.data, f.layout) || [], Plotly.validate(f.data, narrow) || []);
                  });
                  return complaints
                    // plotly.js 4.1 compares a coloraxis with its empty default and calls every value invalid; the pattern is checked here.
                    .filter(function (c) { return !(/invalid value \(coloraxis([2-9]|[1-9][0-9]+)?\)$/.test(c.msg)); })
                    // Arguments of a slider's steps may be anything; plotly.js copies them and takes the copy for another value.
                    .filter(function (c) { return !(/sliders\[0\]\.steps\[[0-9]+\]\.args\[[01]\] .* got reset to/.test(c.msg)); })
                    .map(function (c) { return c.msg; });
                })({{figure.ToJson()}})
                """, Limit);
            Assert.True(complaints.GetArrayLength() == 0, $"{name}: {complaints}");
        }
    }

    [DrawingFact]
    public async Task Schema_check_notices_a_wrong_value()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenWithPlotlyAsync(chromium, 800);
        var json = Gallery.All[0].Figure.ToJson().Replace("\"mode\":\"lines\"", "\"mode\":\"curves\"", StringComparison.Ordinal);
        var complaints = await page.EvaluateAsync($"(function (f) {{ return Plotly.validate(f.data, f.layout).length; }})({json})", Limit);
        Assert.True(complaints.GetInt32() > 0);
    }

    [DrawingFact]
    public async Task Figure_that_cannot_be_drawn_is_an_error_with_its_index()
    {
        var renderer = PictureRenderer.Find(Components.PlotlyJs)!;
        var good = Gallery.All[0].Figure.ToJson();
        var bad = await Assert.ThrowsAsync<InvalidOperationException>(() => renderer.RenderAsync([good, "not JSON"], Limit));
        Assert.StartsWith("Figure 1 could not be drawn", bad.Message, StringComparison.Ordinal);
        bad = await Assert.ThrowsAsync<InvalidOperationException>(() => renderer.RenderAsync(["""{"data":7,"layout":{}}"""], Limit));
        Assert.StartsWith("Figure 0 could not be drawn", bad.Message, StringComparison.Ordinal);
        bad = await Assert.ThrowsAsync<InvalidOperationException>(
            () => renderer.RenderAsync(["""{"data":[],"layout":{"height":"tall"}}"""], Limit));
        Assert.StartsWith("Figure 0 could not be drawn", bad.Message, StringComparison.Ordinal);
    }

    [DrawingFact]
    public async Task Renderer_stops_when_it_is_cancelled_and_leaves_no_browser()
    {
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var renderer = PictureRenderer.Find(Components.PlotlyJs)!;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => renderer.RenderAsync([Gallery.All[0].Figure.ToJson()], cancelled.Token));
    }

    [DrawingFact]
    public async Task Pointer_at_a_point_shows_titles_value_and_error()
    {
        var figure = Figure.New().Markers([1, 2], [3, 4], Series.Sampled, error: [0.25, 0.5]).XAxis("P").YAxis(@"\chi");
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenHtmlAsync(chromium, await PageAsync([FigureHtml.ForPage(figure.ToJson(), "f", null)]), 800);
        var text = await page.EvaluateAsync(
            "Plotly.Fx.hover('f', [{curveNumber: 0, pointNumber: 1}]), Array.from(document.querySelectorAll('.hoverlayer text')).map(t => t.textContent).join('|')", Limit);
        Assert.Contains("P: 2χ: 4 ± 0.5", text.GetString(), StringComparison.Ordinal);
        Assert.Contains("sampled networks", text.GetString(), StringComparison.Ordinal);
    }

    [DrawingFact]
    public async Task Standalone_file_draws_without_network_and_without_errors()
    {
        var figure = Gallery.All.Single(entry => entry.Name == "grid").Figure;
        var html = FigureHtml.Standalone(figure.ToJson(), "A </title> figure", await File.ReadAllTextAsync(Components.PlotlyJs.LocalPath!));
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenHtmlAsync(chromium, html, 1000);
        Assert.True(await page.EvaluateAsync("document.querySelectorAll('.js-plotly-plot .main-svg').length", Limit) is var count && count.GetInt32() > 0);
        Assert.Equal("A </title> figure", (await page.EvaluateAsync("document.title", Limit)).GetString());
        Assert.Equal("A grid.", (await page.EvaluateAsync("document.querySelector('figcaption').textContent", Limit)).GetString());
        Assert.Empty(page.Errors);
    }

    [DrawingFact]
    public async Task Page_fragments_fit_a_phone_with_panels_below_each_other_and_widen_with_the_window()
    {
        var html = await PageAsync(Gallery.All.Select((entry, i) => FigureHtml.ForPage(entry.Figure.ToJson(), $"f{i}", "A caption with λ.")).Concat(
        [
            Table.New("N", @"scaling \chi", "theory", "error").Row(100, 1.0, "tree level", new Measured(0.0123, 0.0004))
                .Row(3200, 1e-7, "exact", -0.5).Caption("Errors of the mean.").ToHtml(),
            new StatementTable().Add(@"Tree level suffices where \chi \gg 1", "arXiv:2502.03210, fig. 2", 0.0123, true, error: 0.0004)
                .Add("A false statement", "arXiv:2508.20989", "0.3 (at least 0.5 expected)", false).ToHtml(),
        ]));
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenHtmlAsync(chromium, html, 390);
        await KeepAsync("phone", await page.ScreenshotAsync(Limit));
        Assert.Equal(Gallery.All.Count, (await page.EvaluateAsync("document.querySelectorAll('.js-plotly-plot').length", Limit)).GetInt32());
        Assert.True((await page.EvaluateAsync("document.documentElement.scrollWidth", Limit)).GetInt32() <= 390);
        Assert.Equal("[]", (await page.EvaluateAsync(Clipped, Limit)).ToString());

        await page.ResizeAsync(1100, 900, Limit);
        var columns = await page.EvaluateAsync(
            "new Promise(r => setTimeout(r, 1500)).then(() => document.getElementById('f7').layout.xaxis2.domain[0])", Limit);
        Assert.True(columns.GetDouble() > 0.4, "the grid has one column on a wide window");
        await KeepAsync("wide", await page.ScreenshotAsync(Limit));
        Assert.Equal("[]", (await page.EvaluateAsync(Clipped, Limit)).ToString());
        Assert.Empty(page.Errors);
    }

    /// <summary>Texts of any plot that stick out of its picture by more than a pixel.</summary>
    internal const string Clipped = """
        [].concat.apply([], Array.from(document.querySelectorAll('.js-plotly-plot')).map(plot => {
          const box = plot.querySelector('.main-svg').getBoundingClientRect();
          return Array.from(plot.querySelectorAll('.main-svg text')).filter(text => {
            const r = text.getBoundingClientRect();
            return r.width > 0 && (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1);
          }).map(text => plot.id + ': ' + text.textContent);
        }))
        """;

    internal static async Task<string> PageAsync(IEnumerable<string> fragments) =>
        "<!DOCTYPE html><meta charset=utf-8><link rel=icon href='data:,'><body style='background:#1e1e1e;margin:6px'>" +
        $"<script>{await File.ReadAllTextAsync(Components.PlotlyJs.LocalPath!)}</script>{string.Concat(fragments)}";

    internal static async Task<BrowserPage> OpenHtmlAsync(Chromium chromium, string html, int width)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("featurelearning-page-").FullName, "page.html");
        await File.WriteAllTextAsync(file, html);
        var page = await chromium.OpenAsync(width, 900, Limit);
        await page.NavigateAsync(new Uri(file).AbsoluteUri, Limit);
        await page.EvaluateAsync("new Promise(r => setTimeout(r, 300))", Limit);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return page;
    }

    internal static async Task KeepAsync(string name, byte[] png)
    {
        if (Keep is not null)
            await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(Keep).FullName, name + ".png"), png);
    }

    private static async Task<BrowserPage> OpenWithPlotlyAsync(Chromium chromium, int width)
    {
        var page = await chromium.OpenAsync(width, 900, Limit);
        await page.EvaluateAsync(await File.ReadAllTextAsync(Components.PlotlyJs.LocalPath!) + "\n;true", Limit);
        return page;
    }

    /// <summary>Fraction of the picture's pixels that are not white.</summary>
    private static async Task<double> InkAsync(BrowserPage page, byte[] png) => (await page.EvaluateAsync($$"""
        (async function () {
          var image = new Image(); image.src = 'data:image/png;base64,{{Convert.ToBase64String(png)}}'; await image.decode();
          var canvas = document.createElement('canvas'); canvas.width = image.width; canvas.height = image.height;
          var context = canvas.getContext('2d'); context.drawImage(image, 0, 0);
          var data = context.getImageData(0, 0, image.width, image.height).data, ink = 0;
          for (var i = 0; i < data.length; i += 4) { if (data[i] + data[i + 1] + data[i + 2] < 720) { ink++; } }
          return ink / (image.width * image.height);
        })()
        """, Limit)).GetDouble();
}
