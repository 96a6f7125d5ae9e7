using System.Globalization;
using System.Text.Json.Nodes;
using FeatureLearning.Plotly;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Workbook.Tests.Plotly;

/// <summary>The JSON of each kind of trace against documents written by hand from plotly.js's reference.</summary>
public sealed class FigureJsonTests
{
    private static readonly Series Red = Series.Custom("r", "#ff0000", Marker.Square, Dash.Dot, 2);

    [Fact]
    public void Line_with_a_gap() => AssertTrace(
        Figure.New().Line([1, 2.5, 3], [1e-7, double.NaN, double.PositiveInfinity], Red),
        """
        {"type":"scatter","mode":"lines","xaxis":"x","yaxis":"y","name":"r","legendgroup":"r","showlegend":true,
         "hovertemplate":"x: %{x:.4~g}<br>y: %{y:.4~g}<extra>r</extra>","x":[1,2.5,3],"y":[1E-07,null,null],
         "line":{"color":"#ff0000","width":2,"dash":"dot"}}
        """);

    [Fact]
    public void Markers_with_symmetric_errors() => AssertTrace(
        Figure.New().Markers([1], [2], Red, error: [0.5]).XAxis("P").YAxis(@"\chi"),
        """
        {"type":"scatter","mode":"markers","xaxis":"x","yaxis":"y","name":"r","legendgroup":"r","showlegend":true,
         "hovertemplate":"P: %{x:.4~g}<br>χ: %{y:.4~g} ± %{error_y.array:.2~g}<extra>r</extra>","x":[1],"y":[2],
         "marker":{"color":"#ff0000","symbol":"square","size":8,"line":{"color":"#ffffff","width":0.5}},
         "error_y":{"type":"data","symmetric":true,"array":[0.5],"color":"#ff0000","thickness":1.2,"width":3}}
        """);

    [Fact]
    public void Line_and_markers_with_asymmetric_errors_and_own_hover() => AssertTrace(
        Figure.New().LineMarkers([1], [2], Red, error: [0.5], errorBelow: [0.25], hover: "%{y}"),
        """
        {"type":"scatter","mode":"lines+markers","xaxis":"x","yaxis":"y","name":"r","legendgroup":"r","showlegend":true,
         "hovertemplate":"%{y}","x":[1],"y":[2],"line":{"color":"#ff0000","width":2,"dash":"dot"},
         "marker":{"color":"#ff0000","symbol":"square","size":8,"line":{"color":"#ffffff","width":0.5}},
         "error_y":{"type":"data","symmetric":false,"array":[0.5],"arrayminus":[0.25],"color":"#ff0000","thickness":1.2,"width":3}}
        """);

    [Fact]
    public void Step_line() => Assert.Equal("hv", (string?)Traces(Figure.New().Step([1, 2], [1, 2], Red))[0]!["line"]!["shape"]);

    [Fact]
    public void Band_is_a_closed_outline_for_each_run_and_leaves_the_legend_to_the_line()
    {
        var figure = Figure.New().Band([1, 2, 3, 4], [1, 2, double.NaN, 0], [2, 3, 4, 5], Red).Line([1, 2], [1, 2], Red);
        AssertTrace(
            figure,
            """
            {"type":"scatter","mode":"lines","xaxis":"x","yaxis":"y","name":"r","legendgroup":"r","showlegend":false,
             "x":[1,2,2,1,null,4,4],"y":[1,2,3,2,null,0,5],"fill":"toself","fillcolor":"rgba(255,0,0,0.2)","hoverinfo":"skip","line":{"width":0}}
            """);
        Assert.True((bool)Traces(figure)[1]!["showlegend"]!);
        // On a logarithmic axis the edge at zero goes to the band's smallest positive edge.
        Assert.Equal("[1,2,3,2,null,1,5]", Traces(figure.YAxis("", log: true))[0]!["y"]!.ToJsonString());
    }

    [Fact]
    public void Bars_over_words() => AssertTrace(
        Figure.New().Bar(["a", @"\chi"], [1, 2], Red),
        """
        {"type":"bar","xaxis":"x","yaxis":"y","name":"r","legendgroup":"r","showlegend":true,
         "hovertemplate":"x: %{x}<br>y: %{y:.4~g}<extra>r</extra>","x":["a","χ"],"y":[1,2],
         "marker":{"color":"rgba(255,0,0,0.85)","line":{"color":"#ff0000","width":1}}}
        """);

    [Fact]
    public void Histogram_carries_its_bins() => AssertTrace(
        Figure.New().Histogram([0, 0.5, 3, 4], Red, bins: 2, density: false),
        """
        {"type":"bar","xaxis":"x","yaxis":"y","name":"r","legendgroup":"r","showlegend":true,
         "hovertemplate":"x: %{x:.4~g}<br>y: %{y:.4~g}<extra>r</extra>","x":[1,3],"y":[2,2],"width":[2,2],
         "marker":{"color":"rgba(255,0,0,0.35)","line":{"color":"#ff0000","width":0.5}}}
        """);

    [Fact]
    public void Heatmap_of_an_array_and_of_a_matrix()
    {
        const string Expected = """
            {"type":"heatmap","xaxis":"x","yaxis":"y","z":[[1,2,3],[4,5,null]],"coloraxis":"coloraxis","hoverongaps":false,
             "hovertemplate":"column: %{x:.4~g}<br>row: %{y:.4~g}<br>%{z:.4~g}<extra></extra>"}
            """;
        double[,] z = { { 1, 2, 3 }, { 4, 5, double.NaN } };
        AssertTrace(Figure.New().Heatmap(z, zmid: 3), Expected);
        AssertTrace(Figure.New().Heatmap(Matrix<double>.Build.DenseOfArray(z), zmid: 3), Expected);
        var layout = Layout(Figure.New().Heatmap(z, @"\Phi", zmid: 3));
        Assert.Equal(3, (double)layout["coloraxis"]!["cmid"]!);
        Assert.Equal("Φ", (string?)layout["coloraxis"]!["colorbar"]!["title"]!["text"]);
        Assert.Equal("reversed", (string?)layout["yaxis"]!["autorange"]);
        Assert.Null(Layout(Figure.New().Heatmap(z, x: [1, 2, 3], y: [1, 2]))["yaxis"]!["autorange"]);
    }

    [Fact]
    public void Axes_titles_are_objects_and_ranges_of_logarithmic_axes_are_exponents()
    {
        var layout = Layout(Figure.New("T").Line([1, 1000], [1, 2], Red).XAxis("x title", log: true, min: 1, max: 1000).YAxis("y", min: 0));
        Assert.Equal("T", (string?)layout["title"]!["text"]);
        Assert.Equal("x title", (string?)layout["xaxis"]!["title"]!["text"]);
        Assert.Equal("log", (string?)layout["xaxis"]!["type"]);
        Assert.Equal("[0,3]", layout["xaxis"]!["range"]!.ToJsonString());
        Assert.Equal("{\"minallowed\":0}", layout["yaxis"]!["autorangeoptions"]!.ToJsonString());
    }

    [Fact]
    public void Notes_on_logarithmic_axes_are_exponents_and_lines_are_data_units()
    {
        var layout = Layout(Figure.New().XAxis("", log: true).YAxis("").Note(100, 5, "n").VerticalLine(100, "v").HorizontalLine(2));
        Assert.Equal(2, (double)layout["annotations"]![0]!["x"]!);
        Assert.Equal(5, (double)layout["annotations"]![0]!["y"]!);
        Assert.Equal(100, (double)layout["shapes"]![0]!["x0"]!);
        Assert.Equal("y domain", (string?)layout["shapes"]![0]!["yref"]);
        Assert.Equal("x domain", (string?)layout["shapes"]![1]!["xref"]);
    }

    [Fact]
    public void Grid_gives_each_panel_its_axes_and_each_series_one_legend_entry()
    {
        var panel = Figure.New("p").Line([1, 2], [1, 2], Red).XAxis("a").YAxis("b");
        var figure = Figure.Grid(2, 2, panel, panel, panel).Title("T").Caption("c").ShareAxes();
        var traces = Traces(figure);
        Assert.Equal(["x", "x2", "x3"], traces.Select(trace => (string?)trace!["xaxis"]));
        Assert.Equal([true, false, false], traces.Select(trace => (bool)trace!["showlegend"]!));
        var layout = Layout(figure);
        Assert.Equal("y", (string?)layout["yaxis2"]!["matches"]);
        Assert.Equal("x", (string?)layout["xaxis3"]!["matches"]);
        Assert.Equal(3, layout["annotations"]!.AsArray().Count);
        Assert.True((double)layout["xaxis2"]!["domain"]![0]! > (double)layout["xaxis"]!["domain"]![1]!);
        Assert.Equal("[0,1]", layout["meta"]!["narrow"]!["xaxis2"]!["domain"]!.ToJsonString());
        Assert.Equal("c", (string?)layout["meta"]!["caption"]);
        Assert.Equal("c", FigureJson.Caption(figure.ToJson()));
    }

    [Fact]
    public void Text_cannot_leave_its_string_or_its_script()
    {
        var json = Figure.New("</script><b>\"").Line([1], [1], Series.Custom("<i>", "#000000")).ToJson();
        Assert.DoesNotContain('<', json);
        Assert.Equal("&lt;/script&gt;&lt;b&gt;&quot;", (string?)JsonNode.Parse(json)!["layout"]!["title"]!["text"]);
    }

    [Fact]
    public void Culture_of_the_thread_changes_nothing()
    {
        var expected = Gallery.All.Select(entry => entry.Figure.ToJson()).ToArray();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(expected, Gallery.All.Select(entry => entry.Figure.ToJson()));
            Assert.Equal("0.250 ± 0.010", new Measured(0.25, 0.01).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Each_call_leaves_the_old_figure_as_it_was()
    {
        var empty = Figure.New();
        var data = new[] { 1.0 };
        var line = empty.Line(data, data, Red);
        data[0] = 7;
        Assert.Empty(Traces(empty));
        Assert.Equal("[1]", Traces(line)[0]!["x"]!.ToJsonString());
    }

    [Fact]
    public void Wrong_input_is_named()
    {
        Assert.Contains("y has 2 entries, x has 1", Assert.Throws<ArgumentException>(() => Figure.New().Line([1], [1, 2], Red)).Message, StringComparison.Ordinal);
        Assert.Contains("negative", Assert.Throws<ArgumentException>(() => Figure.New().Markers([1], [1], Red, error: [-1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Figure.New().Heatmap(new double[0, 0]));
        Assert.Throws<ArgumentException>(() => Figure.New().Heatmap(new double[2, 2], x: [1]));
        Assert.Throws<ArgumentException>(() => Figure.New().Histogram([1, double.NaN], Red));
        Assert.Throws<ArgumentException>(() => Figure.New().XAxis("", log: true, min: 0));
        Assert.Throws<ArgumentException>(() => Figure.Grid(1, 1, Figure.New(), Figure.New()));
        Assert.Throws<ArgumentException>(() => Series.Custom("a", "red"));
        Assert.Throws<InvalidOperationException>(() => Figure.Grid(1, 2, Figure.New(), Figure.New()).Line([1], [1], Red));
    }

    private static JsonArray Traces(Figure figure) => JsonNode.Parse(figure.ToJson())!["data"]!.AsArray();

    private static JsonNode Layout(Figure figure) => JsonNode.Parse(figure.ToJson())!["layout"]!;

    private static void AssertTrace(Figure figure, string expected)
    {
        var actual = Traces(figure)[0];
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {JsonNode.Parse(expected)!.ToJsonString()}\nactual   {actual!.ToJsonString()}");
    }
}
