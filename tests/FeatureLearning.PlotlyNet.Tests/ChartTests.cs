using System.Text.Json;
using FeatureLearning.Plotly;
using Plotly.NET;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using Figure = FeatureLearning.Plotly.Figure;

namespace FeatureLearning.PlotlyNet.Tests;

/// <summary>Charts as a user of Plotly.NET.CSharp makes them, taken to a figure; and a figure's chart under that library's functions.</summary>
public sealed class ChartTests
{
    private static readonly double[] X = [0.1, 1.0 / 3, 2], Y = [5e-324, -1e300, 0.1 + 0.2];

    [Fact]
    public void A_line_has_its_numbers_to_the_last_bit_and_its_name()
    {
        JsonElement trace = Traces(Chart.Line<double, double, string>(X, Y, Name: "theory χ")).Single();
        Assert.Equal(X, Numbers(trace, "x"));
        Assert.Equal(Y, Numbers(trace, "y"));
        Assert.Equal("scatter", trace.GetProperty("type").GetString());
        Assert.Equal("lines", trace.GetProperty("mode").GetString());
        Assert.Equal("theory χ", trace.GetProperty("name").GetString());
    }

    [Fact]
    public void Combined_charts_are_the_traces_of_one_figure_in_their_order()
    {
        GenericChart chart = Chart.Combine([Chart.Line<double, double, string>(X, Y, Name: "a"), Chart.Point<double, double, string>(Y, X, Name: "b")]);
        JsonElement[] traces = Traces(chart);
        Assert.Equal(["a", "b"], traces.Select(trace => trace.GetProperty("name").GetString()));
        Assert.Equal(["lines", "markers"], traces.Select(trace => trace.GetProperty("mode").GetString()));
        Assert.Equal(Y, Numbers(traces[1], "x"));
        Assert.Equal(chart.ToFigure(), chart.ToFigure().ToChart().ToFigure());
    }

    [Fact]
    public void A_grid_keeps_each_panels_axes()
    {
        GenericChart left = Chart.Line<double, double, string>(X, Y).WithXAxisStyle<double, double, string>(TitleText: "left");
        GenericChart right = Chart.Point<double, double, string>(X, Y).WithXAxisStyle<double, double, string>(TitleText: "right");
        GenericChart grid = Chart.Grid([left, right], 1, 2, Pattern: StyleParam.LayoutGridPattern.Independent);
        Assert.Equal(["x", "x2"], Traces(grid).Select(trace => trace.GetProperty("xaxis").GetString()));
        JsonElement layout = Layout(grid);
        Assert.Equal("left", Title(layout, "xaxis"));
        Assert.Equal("right", Title(layout, "xaxis2"));
        Assert.Equal(2, layout.GetProperty("grid").GetProperty("columns").GetInt32());
        Assert.Equal(grid.ToFigure(), grid.ToFigure().ToChart().ToFigure());
    }

    [Fact]
    public void An_axis_style_adds_to_the_axis_that_our_figure_has()
    {
        Figure figure = Figure.New("ours").Line([1, 10], [1, 2], Series.Exact).XAxis("before", log: true, min: 0.5, max: 20).YAxis("y");
        JsonElement old = Layout(figure.ToChart()), changed = Layout(figure.ToChart().WithXAxisStyle<double, double, string>(TitleText: "after"));
        Assert.Equal(("before", "after"), (Title(old, "xaxis"), Title(changed, "xaxis")));
        Assert.Equal("log", changed.GetProperty("xaxis").GetProperty("type").GetString());
        Assert.Equal(old.GetProperty("xaxis").GetProperty("range").GetRawText(), changed.GetProperty("xaxis").GetProperty("range").GetRawText());
        Assert.Equal(old.GetProperty("yaxis").GetRawText(), changed.GetProperty("yaxis").GetRawText());
    }

    [Fact]
    public void A_function_changes_its_chart_and_neither_the_figure_nor_another_chart_of_it()
    {
        Figure figure = Figure.New("ours").Line([1, 10], [1, 2], Series.Exact);
        ForeignFigure before = ForeignFigure.FromJson(figure.ToJson());
        GenericChart first = figure.ToChart(), second = figure.ToChart();
        first.WithSize(Width: 640, Height: 420);
        Assert.NotEqual(before, first.ToFigure());
        Assert.Equal(before, second.ToFigure());
        Assert.Equal(before, ForeignFigure.FromJson(figure.ToJson()));
    }

    [Fact]
    public void Our_traces_and_theirs_are_combined()
    {
        GenericChart ours = Figure.New("ours").Line([1, 10], [1, 2], Series.Exact).ToChart();
        JsonElement[] traces = Traces(Chart.Combine([ours, Chart.Point<double, double, string>(X, Y, Name: "theirs")]));
        Assert.Equal([Series.Exact.Name, "theirs"], traces.Select(trace => trace.GetProperty("name").GetString()));
    }

    [Fact]
    public void A_gap_is_what_plotly_net_makes_of_it_and_stays_so()
    {
        // Plotly.NET writes a string, which plotly.js takes for a gap as it does null.
        ForeignFigure figure = Chart.Line<double, double, string>([1, 2], [double.NaN, 1]).ToFigure();
        Assert.Equal("""["NaN",1.0]""", Traces(figure).Single().GetProperty("y").GetRawText());
        Assert.Equal(figure, figure.ToChart().ToFigure());
    }

    private static JsonElement[] Traces(GenericChart chart) => Traces(chart.ToFigure());

    private static JsonElement[] Traces(ForeignFigure figure) => [.. Root(figure).GetProperty("data").EnumerateArray()];

    private static JsonElement Layout(GenericChart chart) => Root(chart.ToFigure()).GetProperty("layout");

    private static JsonElement Root(ForeignFigure figure) => JsonDocument.Parse(figure.ToJson()).RootElement;

    private static double[] Numbers(JsonElement trace, string name) => [.. trace.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static string? Title(JsonElement layout, string axis) => layout.GetProperty(axis).GetProperty("title").GetProperty("text").GetString();
}
