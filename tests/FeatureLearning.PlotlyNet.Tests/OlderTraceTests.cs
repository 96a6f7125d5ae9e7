using System.Reflection;
using System.Text.Json;
using FeatureLearning.Plotly;
using FeatureLearning.Workbook.Tests;
using Microsoft.FSharp.Core;
using Plotly.NET;
using Chart = Plotly.NET.CSharp.Chart;
using Trace = Plotly.NET.Trace;

namespace FeatureLearning.PlotlyNet.Tests;

/// <summary>Traces of the plotly.js that Plotly.NET was written for, in the one that draws our figures: those that it no longer has, and maps.</summary>
public sealed class OlderTraceTests
{
    private static readonly double[] Longitudes = [6.08, 13.4, 9.19], Latitudes = [50.77, 52.5, 45.46];

    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    public static TheoryData<string, string> Retired => new()
    {
        { "scattermapbox (scattermap took its place)", Json(Mapbox()) },
        { "densitymapbox (densitymap took its place)", Json(Chart.DensityMapbox<double, double, double, string>(Longitudes, Latitudes)) },
        { "choroplethmapbox (choroplethmap took its place)", Json(Chart.ChoroplethMapbox<double, string>(["a"], [1], new object())) },
        { "heatmapgl (heatmap took its place)", Json(Chart.Heatmap<double, double, double, string>(new double[][] { [1, 2], [3, 4] }, UseWebGL: true)) },
        { "scattermapbox (scattermap took its place)", Json(Chart.Combine([Chart.Line<double, double, string>([1, 2], [3, 4]), Mapbox()])) },
    };

    [Theory]
    [MemberData(nameof(Retired))]
    public void A_chart_with_a_trace_that_plotly_js_no_longer_has_is_a_sentence_that_says_so(string expected, string json)
    {
        string sentence = $"plotly.js {PlotlyScript.Version}, which draws the figures here, no longer has the trace type {expected}.";
        ForeignFigure figure = ForeignFigure.FromJson(json);
        string[] fragments = [figure.ToHtml(), FigureHtml.ForPage(json, "id", "caption"), FigureHtml.Standalone(json, "title", "")];
        Assert.All(fragments, html => Assert.Contains(sentence, html, StringComparison.Ordinal));
        Assert.All(fragments, html => Assert.DoesNotContain("draw(", html, StringComparison.Ordinal));
        Assert.Contains("caption</figcaption>", fragments[1], StringComparison.Ordinal);
        Assert.Equal(json, figure.ToJson());
    }

    [Fact]
    public void A_picture_that_is_there_is_shown_with_the_sentence() =>
        Assert.Contains("data:image/png;base64,", FigureHtml.ForNotebook(Json(Mapbox()), new byte[30], null), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"data":[{"type":"scatter","name":"heatmapgl","text":["scattermapbox"]}],"layout":{"template":{"data":{"heatmapgl":[]}}}}""")]
    [InlineData("""{"data":[{"type":"heatmapgl" """)]
    [InlineData("""{"data":{"type":"heatmapgl"}}""")]
    [InlineData("""{"data":[7,{"type":7},{"heatmapgl":1}]}""")]
    public void The_name_alone_is_no_reason(string json) => Assert.Null(RetiredTraces.WhyNotDrawn(json));

    [DrawingFact]
    public async Task Every_kind_of_trace_that_plotly_net_makes_is_known_to_plotly_js_or_to_us_as_retired()
    {
        await using Chromium chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        BrowserPage page = await OpenAsync(chromium);
        JsonElement schema = await page.EvaluateAsync("Object.keys(Plotly.PlotSchema.get().traces)", Limit);
        string[] known = [.. schema.EnumerateArray().Select(kind => kind.GetString()!)], made = [.. KindsOfPlotlyNet()];
        Assert.True(made.Length > 40, $"{made.Length} kinds were found in Plotly.NET");
        Assert.Empty(made.Except(known).Except(RetiredTraces.All.Keys));
        Assert.Empty(RetiredTraces.All.Keys.Intersect(known));
        Assert.Empty(RetiredTraces.All.Values.Except(known));
    }

    [DrawingFact]
    public async Task Plotly_js_itself_would_draw_empty_axes_without_a_word()
    {
        await using Chromium chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        BrowserPage page = await OpenAsync(chromium);
        JsonElement drawn = await page.EvaluateAsync($$"""
            (async function (figure) {
              var element = document.body.appendChild(document.createElement('div'));
              await Plotly.newPlot(element, figure.data, figure.layout);
              return element.querySelectorAll('.xtick').length > 0 && element.querySelectorAll('.trace').length === 0;
            })({{Json(Mapbox())}})
            """, Limit);
        Assert.True(drawn.GetBoolean(), "plotly.js says more than it did: is the sentence still needed?");
        Assert.Empty(page.Errors);
    }

    [DrawingFact]
    public async Task A_figure_that_cannot_be_drawn_does_not_cost_the_others_their_pictures()
    {
        PictureRenderer renderer = PictureRenderer.Find(Components.PlotlyJs)!;
        string line = Json(Chart.Line<double, double, string>([1, 2], [3, 4]));
        List<string> missing = [];
        IReadOnlyList<byte[]?> pictures = await renderer.RenderAsync([line, Json(Mapbox()), line], missing.Add, Limit);
        Assert.Equal([true, false, true], pictures.Select(picture => picture is not null));
        Assert.Contains("Figure 1 could not be drawn: This figure is not drawn: plotly.js", Assert.Single(missing), StringComparison.Ordinal);
    }

    [DrawingFact]
    public async Task A_map_without_its_outlines_from_the_network_says_why_it_is_not_drawn()
    {
        string json = Json(Chart.ChoroplethMap<double, string>(["DEU", "ITA"], [1, 2]));
        await using Chromium chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        BrowserPage page = await OpenAsync(chromium);
        await page.SendAsync("Network.enable", new { }, Limit);
        await page.SendAsync("Network.setBlockedURLs", new { urls = (string[])["*cdn.plot.ly*"] }, Limit);
        foreach (string html in (string[])[FigureHtml.ForPage(json, "map", null), FigureHtml.ForNotebook(json, null, null)])
        {
            JsonElement text = await page.EvaluateAsync($$"""
                (async function (html) {
                  document.body.replaceChildren(document.createRange().createContextualFragment(html));
                  for (var i = 0; i < 100 && !document.body.innerText.includes('could not be drawn'); i++) { await new Promise(r => setTimeout(r, 100)); }
                  return document.body.innerText;
                })({{JsonSerializer.Serialize(html)}})
                """, Limit);
            Assert.Contains("This figure could not be drawn here: unexpected error while fetching topojson", text.GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("has not loaded", text.GetString(), StringComparison.Ordinal);
        }
    }

    private static GenericChart Mapbox() =>
        Chart.PointMapbox<double, double, string>(Longitudes, Latitudes, MapboxStyle: StyleParam.MapboxStyle.OpenStreetMap);

    private static string Json(GenericChart chart) => chart.ToFigure().ToJson();

    private static async Task<BrowserPage> OpenAsync(Chromium chromium)
    {
        BrowserPage page = await chromium.OpenAsync(800, 600, Limit);
        await page.EvaluateAsync(await File.ReadAllTextAsync(Components.PlotlyJs.LocalPath!) + "\n;true", Limit);
        return page;
    }

    /// <summary>The types of the traces that Plotly.NET's constructors make, each called with the function that changes nothing.</summary>
    private static IEnumerable<string> KindsOfPlotlyNet() => typeof(Trace).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Trace)))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.Name.StartsWith("init", StringComparison.Ordinal))
            .Select(method => ((Trace)method.Invoke(null, [Unchanged(type)])!).type)).Distinct();

    private static object Unchanged(Type trace) => typeof(OlderTraceTests).GetMethod(nameof(Identity), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(trace).Invoke(null, [])!;

    private static FSharpFunc<T, T> Identity<T>() => FSharpFunc<T, T>.FromConverter(value => value);
}
