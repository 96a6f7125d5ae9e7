using System.Text.Json;
using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

/// <summary>Grids in a real browser, from a tablet's width to the report's: no text touches another text or a plotting area.</summary>
public sealed class OverlapTests
{
    private static readonly int[] Widths = [600, 700, 944, 960];

    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    private static IReadOnlyList<(string Name, Figure Figure)> Figures { get; } =
    [
        ("lines 1×2", Figure.Grid(1, 2, Long("exact ⟨f*⟩"), Long("rescaled ⟨f*⟩")).Title("The mean of a linear network and its rescaling")),
        ("lines 2×2", Figure.Grid(2, 2, Long("overlap² with the teacher"), Wide("mean moment · D/g_v"), Log("relative error of Δ", 1.2), Log("eigenvalue of ⟨vvᵀ⟩ · D/g_v", 4))),
        ("lines 1×3", Figure.Grid(1, 3, Long("y* − ⟨f*⟩"), Log("loss", 0.6), Wide("alignment"))),
        ("shared 1×3", Figure.Grid(1, 3, Log("error", 1.2), Log("error", 1.2), Log("another quantity", 1.2)).ShareAxes()),
        ("kernels 1×2", Figure.Grid(1, 2, Kernel("prior", "Φ⁰"), Kernel("trained", "⟨Φ⟩"))),
        ("kernels 2×2", Figure.Grid(2, 2, Kernel("prior", "Φ⁰"), Kernel("trained", "⟨Φ⟩"), Kernel("rescaled", ""), Kernel("difference", "⟨Φ⟩ − Q Φ⁰"))),
        ("kernels 1×3", Figure.Grid(1, 3, Kernel("prior Φ⁰", "kernel"), Kernel("rescaled Q Φ⁰", "kernel"), Kernel("trained ⟨Φ⟩", "kernel"))),
        ("one bar 1×3", Figure.Grid(1, 3, Kernel("prior Φ⁰", null), Kernel("rescaled Q Φ⁰", null), Kernel("trained ⟨Φ⟩", "kernel"))),
        ("no bar 1×3", Figure.Grid(1, 3, Kernel("prior Φ⁰", null), Kernel("rescaled Q Φ⁰", null), Kernel("trained ⟨Φ⟩", null))),
        ("slider 1×2", Gallery.SliderGrid(panels: 2)),
        ("mixed 1×2", Figure.Grid(1, 2, Kernel("a kernel", "⟨Φ⟩"), Long("eigenvalue of the kernel"))),
    ];

    [DrawingFact]
    public async Task No_text_of_a_grid_touches_another_text_or_a_plotting_area()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var html = await DrawingTests.PageAsync(Figures.Select((f, i) => FigureHtml.ForPage(f.Figure.ToJson(), $"f{i}", null)));
        var found = new List<string>();
        foreach (var width in Widths)
        {
            // The card takes 16 pixels, the page 12.
            var page = await DrawingTests.OpenHtmlAsync(chromium, html, width + 28);
            await DrawingTests.KeepAsync(FormattableString.Invariant($"overlap-{width}"), await page.ScreenshotAsync(Limit));
            var collisions = await page.EvaluateAsync(Collisions, Limit);
            found.AddRange(collisions.EnumerateArray().Select(c => FormattableString.Invariant($"{width} px, {NameOf(c)}")));
            Assert.Empty(page.Errors);
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [DrawingFact]
    public async Task Grids_stand_side_by_side_on_a_desktop()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var html = await DrawingTests.PageAsync(Figures.Select((f, i) => FigureHtml.ForPage(f.Figure.ToJson(), $"f{i}", null)));
        var page = await DrawingTests.OpenHtmlAsync(chromium, html, 944 + 28);
        var stacked = await page.EvaluateAsync(
            "Array.from(document.querySelectorAll('.js-plotly-plot')).filter(p => p.layout.xaxis2.domain[0] === 0).map(p => p.id + ': ')", Limit);
        Assert.Equal([], stacked.EnumerateArray().Select(NameOf));
    }

    /// <summary>The gaps as they were once: planned for 900 pixels, with no room for a colour bar's title.</summary>
    [DrawingFact]
    public async Task Gaps_planned_for_a_wider_page_are_noticed()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        var html = await DrawingTests.PageAsync(Figures.Where(f => f.Name is "lines 1×2" or "kernels 1×3").Select((f, i) => FigureHtml.ForPage(f.Figure.ToJson(), $"f{i}", null)));
        var page = await DrawingTests.OpenHtmlAsync(chromium, html, 944 + 28);
        Assert.Equal(0, (await page.EvaluateAsync(Collisions, Limit)).GetArrayLength());
        await page.EvaluateAsync("""
            Promise.all([
              Plotly.relayout('f0', {'xaxis.domain': [0, 0.46], 'xaxis2.domain': [0.53, 1], width: 700}),
              Plotly.relayout('f1', {'xaxis.domain': [0, 0.24], 'coloraxis.colorbar.x': 0.24, 'xaxis2.domain': [0.30, 0.53], 'coloraxis2.colorbar.x': 0.53})
            ]).then(() => 1)
            """, Limit);
        var collisions = (await page.EvaluateAsync(Collisions, Limit)).EnumerateArray().Select(c => c.GetString()!).ToArray();
        Assert.Contains(collisions, c => c.StartsWith("f0: 'rescaled ⟨f*⟩'", StringComparison.Ordinal));
        Assert.Contains(collisions, c => c.StartsWith("f1: ", StringComparison.Ordinal));
    }

    [DrawingFact]
    public async Task Log_axes_show_powers_of_ten_or_one_two_five_written_out_and_nothing_between()
    {
        await using var chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        double[] decades = [0.5, 1.0, 1.4, 1.6, 3, 9];
        var html = await DrawingTests.PageAsync(decades.Select((d, i) => FigureHtml.ForPage(Log("loss", d).ToJson(), $"f{i}", null)));
        var page = await DrawingTests.OpenHtmlAsync(chromium, html, 800);
        var labels = await page.EvaluateAsync(
            "Array.from(document.querySelectorAll('.js-plotly-plot')).map(p => Array.from(p.querySelectorAll('.ytick text')).map(t => t.textContent + '@' + parseFloat(t.style.fontSize)))", Limit);
        for (var i = 0; i < decades.Length; i++)
        {
            var texts = labels[i].EnumerateArray().Select(t => t.GetString()!.Split('@')).ToArray();
            Assert.InRange(texts.Length, 2, 10);
            Assert.All(texts, t => Assert.True(double.Parse(t[1], System.Globalization.CultureInfo.InvariantCulture) >= 12, $"{t[0]} is tiny"));
            if (decades[i] is 1.0 or 1.4)
                Assert.All(texts, t => Assert.True(t[0].Trim('0', '.') is "1" or "2" or "5", t[0]));
            if (decades[i] > 1.5)
                Assert.All(texts, t => Assert.True(t[0] == "1" || t[0].StartsWith("10", StringComparison.Ordinal), t[0]));
        }
    }

    private static string NameOf(JsonElement collision)
    {
        var parts = collision.GetString()!.Split(':', 2);
        return $"{Figures[int.Parse(parts[0][1..], System.Globalization.CultureInfo.InvariantCulture)].Name}:{parts[1]}";
    }

    private static Figure Long(string title) => Figure.New(title).LineMarkers([-0.302, 0.1, 0.298], [-0.302, 1.015, 0.4], Series.Exact)
        .Line([-0.302, 0.298], [-0.3021, 1.0151], Series.TreeLevel).XAxis("exact ⟨f*⟩ from the posterior predictive").YAxis(title);

    private static Figure Wide(string title) => Figure.New("between 1.001 and 1.015").Line([1, 1000], [1.001, 1.015], Series.Proportional)
        .XAxis("scaling χ", log: true).YAxis(title);

    private static Figure Log(string title, double decades) => Figure.New("a logarithmic ordinate").Line([1, 10, 200], [0.03, 0.05, 0.03 * Math.Pow(10, decades)], Series.OneLoop)
        .XAxis("scaling χ", log: true).YAxis(title, log: true);

    /// <param name="title">The panel's title.</param>
    /// <param name="bar">The colour bar's title, or null for no colour bar.</param>
    private static Figure Kernel(string title, string? bar)
    {
        var z = new double[60, 60];
        foreach (var (i, j) in Enumerable.Range(0, 3600).Select(k => (k / 60, k % 60)))
            z[i, j] = Math.Cos(0.1 * (i - j)) - 0.302;
        return Figure.New(title).Heatmap(z, bar ?? "", zmid: 0, showScale: bar is not null).XAxis("point").YAxis("point");
    }

    /// <summary>
    /// Pairs that touch by more than two pixels, in both directions: two texts, or a text and a plotting area, as "plot: 'text' over …".
    /// Remarks and labels of reference lines belong inside; everything else does not.
    /// </summary>
    internal const string Collisions = """
        [].concat.apply([], Array.from(document.querySelectorAll('.js-plotly-plot')).map(plot => {
          const origin = plot.querySelector('.main-svg').getBoundingClientRect();
          const areas = Object.values(plot._fullLayout._plots).map(p => ({name: 'the plotting area ' + p.id,
            left: origin.left + p.xaxis._offset, right: origin.left + p.xaxis._offset + p.xaxis._length,
            top: origin.top + p.yaxis._offset, bottom: origin.top + p.yaxis._offset + p.yaxis._length}));
          const texts = Array.from(plot.querySelectorAll('.main-svg text')).map(text => {
            const r = text.getBoundingClientRect();
            return {name: "'" + text.textContent + "'", left: r.left, right: r.right, top: r.top, bottom: r.bottom};
          }).filter(t => t.right - t.left > 1 && t.bottom - t.top > 1);
          const touch = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
          const found = [];
          texts.forEach((text, i) => areas.concat(texts.slice(i + 1)).forEach(other => {
            if (touch(text, other)) { found.push(plot.id + ': ' + text.name + ' over ' + other.name); }
          }));
          return found;
        }))
        """;
}
