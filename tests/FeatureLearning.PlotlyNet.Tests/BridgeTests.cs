using System.Text.Json;
using System.Globalization;
using FeatureLearning.Plotly;
using FeatureLearning.Workbook.Tests.Plotly;
using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Chart = Plotly.NET.CSharp.Chart;
using PlotlyNetChart = Plotly.NET.Chart;
using Figure = FeatureLearning.Plotly.Figure;

namespace FeatureLearning.PlotlyNet.Tests;

/// <summary>Figures as charts of Plotly.NET and back: nothing is lost, and a chart is one that Plotly.NET's functions work on.</summary>
public sealed class BridgeTests
{
    public static TheoryData<string> Names => [.. Gallery.All.Where(entry => !HasFrames(entry.Figure)).Select(entry => entry.Name)];

    public static TheoryData<string> NamesOfSliders => [.. Gallery.All.Where(entry => HasFrames(entry.Figure)).Select(entry => entry.Name)];

    private static bool HasFrames(Figure figure) => JsonDocument.Parse(figure.ToJson()).RootElement.TryGetProperty("frames", out _);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kind_of_figure_comes_back_as_it_was(string name)
    {
        Figure figure = Gallery.All.Single(entry => entry.Name == name).Figure;
        GenericChart chart = figure.ToChart();
        ForeignFigure back = chart.ToFigure();
        Assert.Equal(ForeignFigure.FromJson(figure.ToJson()), back);
        Assert.Equal(back, back.ToChart().ToFigure());
    }

    [Theory]
    [MemberData(nameof(NamesOfSliders))]
    public void A_figure_with_a_slider_is_refused_and_not_cut_to_its_first_state(string name) => Assert.Contains(
        "frames", Assert.Throws<ArgumentException>(() => Gallery.All.Single(entry => entry.Name == name).Figure.ToChart()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0 / 3)]
    [InlineData(5e-324)]
    [InlineData(double.MaxValue)]
    [InlineData(-1e-300)]
    [InlineData(9007199254740993e3)]
    [InlineData(-0.0)]
    public void A_number_comes_back_to_the_last_bit(double value)
    {
        string json = Figure.New().Line([1, 2], [value, double.NaN], Series.Exact).ToChart().ToFigure().ToJson();
        using var document = System.Text.Json.JsonDocument.Parse(json);
        System.Text.Json.JsonElement y = document.RootElement.GetProperty("data")[0].GetProperty("y");
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(y[0].GetDouble()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, y[1].ValueKind);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("-2147483649")]
    [InlineData("9007199254740993")]
    [InlineData("-9223372036854775808")]
    public void A_whole_number_stays_whole(string number) => Assert.Contains(
        $"\"x\":[{number}]", ForeignFigure.FromJson($$$"""{"data":[{"x":[{{{number}}}]}],"layout":{}}""").ToChart().ToFigure().ToJson(), StringComparison.Ordinal);

    [Fact]
    public void A_number_or_a_property_that_differs_is_seen()
    {
        string json = Figure.New("title").Line([1, 2], [0.1, 0.2], Series.Exact).ToJson();
        ForeignFigure figure = ForeignFigure.FromJson(json);
        Assert.NotEqual(figure, ForeignFigure.FromJson(json.Replace("0.1,", "0.10000000000000002,", StringComparison.Ordinal)).ToChart().ToFigure());
        Assert.NotEqual(figure, figure.ToChart().WithSize(Width: 640, Height: 420).ToFigure());
    }

    [Fact]
    public void What_plotly_net_does_to_the_chart_is_in_the_figure_beside_all_else()
    {
        Figure figure = Figure.New("ours").Line([1, 10], [1, 2], Series.Exact).XAxis("x", log: true).YAxis("y");
        LinearAxis theirs = new();
        theirs.SetProperty("color", "red");
        GenericChart chart = PlotlyNetChart.withXAxis(theirs, null).Invoke(figure.ToChart());
        using var document = System.Text.Json.JsonDocument.Parse(chart.ToFigure().ToJson());
        System.Text.Json.JsonElement axis = document.RootElement.GetProperty("layout").GetProperty("xaxis");
        Assert.Equal("red", axis.GetProperty("color").GetString());
        Assert.Equal("log", axis.GetProperty("type").GetString());
    }

    [Fact]
    public void A_chart_that_plotly_net_made_becomes_a_figure_and_a_chart_again()
    {
        GenericChart chart = Chart.Point<double, double, string>(x: [1.5, 2], y: [0.1, 3]);
        Assert.Equal(chart.ToFigure(), chart.ToFigure().ToChart().ToFigure());
        Assert.Contains("fl-figure", chart.ToFigure().ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_culture_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Figure figure = Figure.New().Line([0.5, 1.5], [0.1, 1234.5], Series.Exact);
            Assert.Equal(ForeignFigure.FromJson(figure.ToJson()), figure.ToChart().ToFigure());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("""{"data":[],"layout":{},"frames":[{"name":"1"},{"name":"2"}]}""", "has 2 frames")]
    [InlineData("""{"data":[1],"layout":{}}""", "A trace is an object")]
    public void What_a_chart_has_no_place_for_is_refused(string json, string expected) => Assert.Contains(
        expected, Assert.Throws<ArgumentException>(() => ForeignFigure.FromJson(json).ToChart()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"data":[],"layout":{},"config":{}}""")]
    [InlineData("""{"data":[{"type":"bar","y":[1,null,"b"]}],"layout":{"title":null,"unknown":{"deep":[{"a":[[1,null],"b"]}]}},"config":{"responsive":true}}""")]
    [InlineData("""{"data":[{"type":"bar","marker":null,"line":7,"title":"t"}],"layout":{"annotations":[null,{"x":1}],"shapes":[],"legend":[1]},"config":{}}""")]
    [InlineData("""{"data":[{"type":"scatter3d","x":[true]}],"layout":{"width":1e25,"":{}},"config":{}}""")]
    public void Odd_figures_keep_what_they_have(string json) => Assert.Equal(ForeignFigure.FromJson(json), ForeignFigure.FromJson(json).ToChart().ToFigure());

    [Fact]
    public void A_trace_without_a_type_is_a_scatter_as_for_plotly_js() => Assert.Equal(
        ForeignFigure.FromJson("""{"data":[{"type":"scatter"}],"layout":{},"config":{}}"""),
        ForeignFigure.FromJson("""{"data":[{}],"layout":{},"frames":[]}""").ToChart().ToFigure());
}
