using System.Text.Json;
using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

/// <summary>Sliders in a real Chromium with the real plotly.js, moved by a real pointer, without network.</summary>
public sealed class SliderDrawingTests
{
    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    [DrawingTheory]
    [InlineData("page")]
    [InlineData("notebook")]
    [InlineData("file")]
    public async Task Pointer_on_the_slider_moves_curve_matrix_and_density_in_every_host(string host)
    {
        var json = Gallery.SliderGrid().ToJson();
        var html = host switch
        {
            "page" => await DrawingTests.PageAsync([FigureHtml.ForPage(json, "f", null)]),
            "notebook" => await DrawingTests.PageAsync([FigureHtml.ForNotebook(json, null, null)]),
            _ => FigureHtml.Standalone(json, "t", await File.ReadAllTextAsync(Components.PlotlyJs.LocalPath!)),
        };
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenOfflineAsync(chromium, html, 1100);
        var before = await StateAsync(page);
        Assert.Equal("temperature T = 0.001", before.Value);

        await ClickAsync(page, 1);
        var after = await StateAsync(page);
        Assert.Equal("temperature T = 100", after.Value);
        Assert.NotEqual(before.Curve, after.Curve);
        Assert.NotEqual(before.Density, after.Density);
        Assert.NotEqual(before.Matrix, after.Matrix);
        Assert.Equal(before.Scales, after.Scales);

        await ClickAsync(page, 0);
        Assert.Equal(before, await StateAsync(page));
        Assert.Empty(page.Errors);
    }

    [DrawingFact]
    public async Task Finger_on_the_slider_moves_bars_lines_and_title_on_a_phone()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenOfflineAsync(chromium, await DrawingTests.PageAsync([FigureHtml.ForPage(Gallery.Slider().ToJson(), "f", null)]), 390);
        const string Look = "[f.querySelector('.gtitle').textContent, f.querySelector('.barlayer path').getAttribute('d'), f.querySelector('.shapelayer path').getAttribute('d')].join('|')";
        var before = (await page.EvaluateAsync(Look, Limit)).GetString()!.Split('|');
        await page.SendAsync("Emulation.setTouchEmulationEnabled", new { enabled = true }, Limit);
        var (x, y) = await PlaceAsync(page, 1);
        await page.SendAsync("Input.dispatchTouchEvent", new { type = "touchStart", touchPoints = new[] { new { x, y } } }, Limit);
        await page.SendAsync("Input.dispatchTouchEvent", new { type = "touchEnd", touchPoints = Array.Empty<object>() }, Limit);
        await SettleAsync(page);
        var after = (await page.EvaluateAsync(Look, Limit)).GetString()!.Split('|');
        Assert.Equal("A neuron's weight at scaling 1", before[0]);
        Assert.Equal("A neuron's weight at scaling 100", after[0]);
        Assert.NotEqual(before[1], after[1]);
        Assert.NotEqual(before[2], after[2]);
        Assert.Empty(page.Errors);
    }

    [DrawingFact]
    public async Task Slider_stays_where_it_was_when_the_layout_changes_with_the_width()
    {
        var figure = Gallery.SliderGrid();
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenOfflineAsync(chromium, await DrawingTests.PageAsync([FigureHtml.ForPage(figure.ToJson(), "f", null)]), 1100);
        await ClickAsync(page, 1);
        await page.ResizeAsync(390, 900, Limit);
        await page.EvaluateAsync("new Promise(r => setTimeout(r, 1500))", Limit);
        Assert.Equal("[0,1]", (await page.EvaluateAsync("f.layout.xaxis3.domain", Limit)).ToString());
        Assert.Equal("temperature T = 100", (await StateAsync(page)).Value);
        var document = JsonDocument.Parse(figure.ToJson()).RootElement;
        var height = document.GetProperty("layout").GetProperty("meta").GetProperty("narrow").GetProperty("height");
        Assert.Equal($"{height}px", (await page.EvaluateAsync("f.style.height", Limit)).GetString());
        var last = document.GetProperty("frames")[10].GetProperty("data")[1].GetProperty("y");
        Assert.Equal(last.Deserialize<double[]>(), (await page.EvaluateAsync("f.data[1].y", Limit)).Deserialize<double[]>());
        await ClickAsync(page, 0);
        Assert.Equal("temperature T = 0.001", (await StateAsync(page)).Value);
        Assert.Empty(page.Errors);
    }

    [DrawingFact]
    public async Task One_figure_shown_twice_has_two_sliders()
    {
        var fragment = FigureHtml.ForNotebook(Gallery.SliderGrid().ToJson(), null, null);
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenOfflineAsync(chromium, await DrawingTests.PageAsync([fragment, fragment]), 1000);
        const string Data = "JSON.stringify(document.querySelectorAll('.js-plotly-plot')[1].data)";
        var before = (await page.EvaluateAsync(Data, Limit)).GetString();
        await ClickAsync(page, 1);
        Assert.Equal("temperature T = 100", (await StateAsync(page)).Value);
        Assert.Equal(before, (await page.EvaluateAsync(Data, Limit)).GetString());
    }

    [DrawingFact]
    public async Task Another_library_s_frames_and_buttons_work_too()
    {
        var figure = ForeignFigure.FromJson("""
            {"data":[{"type":"scatter","x":[1,2],"y":[1,2]}],
             "layout":{"xaxis":{"range":[0,3]},"yaxis":{"range":[0,9]},"sliders":[{"steps":[
               {"label":"a","method":"animate","args":[["a"],{"mode":"immediate","frame":{"duration":0,"redraw":false},"transition":{"duration":0}}]},
               {"label":"b","method":"animate","args":[["b"],{"mode":"immediate","frame":{"duration":0,"redraw":false},"transition":{"duration":0}}]}]}]},
             "frames":[{"name":"a","data":[{"y":[1,2]}]},{"name":"b","data":[{"y":[8,2]}]}]}
            """);
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenOfflineAsync(chromium, await DrawingTests.PageAsync([figure.ToHtml()]), 800);
        var before = await PathAsync();
        await ClickAsync(page, 1);
        Assert.NotEqual(before, await PathAsync());
        Assert.Empty(page.Errors);

        async Task<string?> PathAsync() => (await page.EvaluateAsync("document.querySelector('.js-line').getAttribute('d')", Limit)).GetString();
    }

    [DrawingFact]
    public async Task Nothing_overlaps_the_slider_from_a_phone_to_a_desktop_at_any_value()
    {
        Figure[] figures = [Gallery.Slider(), Gallery.SliderGrid(), Gallery.SliderGrid(panels: 2).Legend(LegendPlace.None), Gallery.Slider().Legend(LegendPlace.Right), Square()];
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var html = await DrawingTests.PageAsync(figures.Select((figure, i) => FigureHtml.ForPage(figure.ToJson(), $"f{i}", null)));
        var found = new List<string>();
        foreach (var width in (int[])[390, 700, 1000])
        {
            var page = await OpenOfflineAsync(chromium, html, width);
            foreach (var last in (bool[])[false, true])
            {
                if (last)
                    await page.EvaluateAsync(GoToTheLast, Limit);
                await DrawingTests.KeepAsync(FormattableString.Invariant($"slider-{width}-{(last ? "last" : "first")}"), await page.ScreenshotAsync(Limit));
                foreach (var script in (string[])[OverlapTests.Collisions, OnTheSlider, DrawingTests.Clipped])
                    found.AddRange((await page.EvaluateAsync(script, Limit)).EnumerateArray().Select(c => FormattableString.Invariant($"{width} px, {c}")));
            }

            Assert.Empty(page.Errors);
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>The ranges of a slider whose states are all the same are those that plotly.js finds for one such figure.</summary>
    [DrawingFact]
    public async Task Common_ranges_are_those_that_plotly_would_choose()
    {
        (string Name, Figure Figure)[] plain = [.. Gallery.All.Where(entry => entry.Name is "scaling" or "lines" or "errors" or "histogram" or "map" or "shared" or "bars")];
        var fragments = plain.SelectMany((entry, i) => new[]
        {
            FigureHtml.ForPage(entry.Figure.ToJson(), $"a{i}", null),
            FigureHtml.ForPage(Figure.Slider("T", [1, 2], _ => entry.Figure).ToJson(), $"b{i}", null),
        });
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var page = await OpenOfflineAsync(chromium, await DrawingTests.PageAsync(fragments), 1000);
        for (var i = 0; i < plain.Length; i++)
        {
            foreach (var axis in (string[])["xaxis", "yaxis"])
            {
                var (wanted, got) = (await RangeAsync($"a{i}", axis), await RangeAsync($"b{i}", axis));
                var span = wanted[1] - wanted[0];
                Assert.True(Math.Abs(got[0] - wanted[0]) < 0.05 * span && Math.Abs(got[1] - wanted[1]) < 0.05 * span,
                    FormattableString.Invariant($"{plain[i].Name} {axis}: [{got[0]}, {got[1]}], plotly.js has [{wanted[0]}, {wanted[1]}]"));
            }
        }

        async Task<double[]> RangeAsync(string id, string axis) =>
            [.. (await page.EvaluateAsync($"{id}._fullLayout.{axis}.range", Limit)).EnumerateArray().Select(end => end.GetDouble())];
    }

    private const string GoToTheLast = """
        Promise.all(Array.from(document.querySelectorAll('.js-plotly-plot')).map(p => {
          const steps = p.layout.sliders[0].steps;
          return Plotly.animate(p, steps[steps.length - 1].args[0], steps[0].args[1]);
        })).then(() => Promise.all(Array.from(document.querySelectorAll('.heatmaplayer image')).map(image => image.decode())))
        """;

    /// <summary>Texts that are not the slider's own but touch its value, rail or labels, by more than a pixel.</summary>
    private const string OnTheSlider = """
        [].concat.apply([], Array.from(document.querySelectorAll('.js-plotly-plot')).map(plot => {
          const parts = Array.from(plot.querySelectorAll('.slider-rail-rect, .slider-label, .slider-grip-rect')).map(e => e.getBoundingClientRect());
          if (parts.length < 4) { return [plot.id + ': no slider']; }
          const touch = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
          return Array.from(plot.querySelectorAll('.main-svg text')).filter(text => !text.closest('.slider-group'))
            .filter(text => parts.some(part => touch(part, text.getBoundingClientRect()))).map(text => plot.id + ': ' + text.textContent + ' on the slider');
        }))
        """;

    private static Figure Square() => Figure.Slider("N", [100, 200, 400, 800, 1600], n => Figure.New("parity").Markers([0, 1, 2], [0, 1 + 10 / n, 2], Series.Sampled)
        .Square().XAxis("exact ⟨f*⟩ from the posterior predictive").YAxis("theory"));

    /// <summary>The page with the network taken away once it is open: a request would be an error of the page.</summary>
    private static async Task<BrowserPage> OpenOfflineAsync(Chromium chromium, string html, int width)
    {
        var page = await DrawingTests.OpenHtmlAsync(chromium, html, width);
        await page.SendAsync("Network.enable", new { }, Limit);
        await page.SendAsync("Network.emulateNetworkConditions", new { offline = true, latency = 0, downloadThroughput = -1, uploadThroughput = -1 }, Limit);
        return page;
    }

    /// <summary>Presses and releases the mouse at a fraction of the first slider's rail.</summary>
    private static async Task ClickAsync(BrowserPage page, double fraction)
    {
        var (x, y) = await PlaceAsync(page, fraction);
        foreach (var type in (string[])["mousePressed", "mouseReleased"])
            await page.SendAsync("Input.dispatchMouseEvent", new { type, x, y, button = "left", clickCount = 1 }, Limit);
        await SettleAsync(page);
    }

    private static async Task<(double X, double Y)> PlaceAsync(BrowserPage page, double fraction)
    {
        var rail = await page.EvaluateAsync($$"""
            (function () {
              var rail = document.querySelector('.slider-rail-rect');
              rail.scrollIntoView({block: 'center'});
              var r = rail.getBoundingClientRect();
              return [r.left + 3 + {{fraction.ToString(System.Globalization.CultureInfo.InvariantCulture)}} * (r.width - 6), r.top + r.height / 2];
            })()
            """, Limit);
        return (rail[0].GetDouble(), rail[1].GetDouble());
    }

    private static Task<JsonElement> SettleAsync(BrowserPage page) => page.EvaluateAsync("new Promise(r => setTimeout(r, 500))", Limit);

    /// <summary>What is drawn: paths and pixels, not what plotly.js was told.</summary>
    private static async Task<Drawn> StateAsync(BrowserPage page) => (await page.EvaluateAsync("""
        (function () {
          var plot = document.querySelector('.js-plotly-plot'), layout = plot._fullLayout;
          function path(panel) { var lines = plot.querySelectorAll('.subplot.' + panel + ' .js-line'); return lines[lines.length - 1].getAttribute('d'); }
          return {Value: plot.querySelector('.slider-group > .slider-label').textContent, Curve: path('xy'), Density: path('x3y3'),
            Matrix: plot.querySelector('.heatmaplayer image').href.baseVal,
            Scales: JSON.stringify([layout.xaxis.range, layout.yaxis.range, layout.xaxis3.range, layout.yaxis3.range, layout.coloraxis2.cmin, layout.coloraxis2.cmax])};
        })()
        """, Limit)).Deserialize<Drawn>()!;

    private sealed record Drawn(string Value, string Curve, string Density, string Matrix, string Scales);
}
