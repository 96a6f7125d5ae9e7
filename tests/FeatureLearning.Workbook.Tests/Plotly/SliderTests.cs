using System.Text.Json.Nodes;
using FeatureLearning.Plotly;
using FeatureLearning.Sampling.Diagnostics;

namespace FeatureLearning.Workbook.Tests.Plotly;

/// <summary>The document of a figure with a slider, and what a slider refuses.</summary>
public sealed class SliderTests
{
    private static readonly Series Red = Series.Custom("r", "#ff0000", Marker.Square, Dash.Dot, 2);
    private static readonly Series Blue = Series.Custom("b", "#0000ff", Marker.Circle, Dash.Solid, 2);

    [Fact]
    public void Frames_hold_all_that_changes_and_nothing_else()
    {
        var figure = Figure.Slider("T", [0.5, 2], t => Figure.New("t").Line([1, 2], [1, 1], Blue).Markers([1, 2], [t, 4], Red, error: [0.1, t]));
        AssertJson(
            """
            [{"name":"0.5","data":[{"y":[0.5,4],"error_y":{"type":"data","symmetric":true,"array":[0.1,0.5],"color":"#ff0000","thickness":1.2,"width":3}}],"traces":[1]},
             {"name":"2","data":[{"y":[2,4],"error_y":{"type":"data","symmetric":true,"array":[0.1,2],"color":"#ff0000","thickness":1.2,"width":3}}],"traces":[1]}]
            """,
            Parse(figure)["frames"]);
    }

    [Fact]
    public void What_differs_between_two_states_alone_is_in_every_frame()
    {
        // Who comes from the third state to the first must get its x back.
        var frames = Parse(Figure.Slider("T", [1, 2, 3], t => Figure.New().Line([t == 3 ? 7 : 5], [1], Red)))["frames"]!.AsArray();
        Assert.Equal(["[5]", "[5]", "[7]"], frames.Select(frame => frame!["data"]![0]!["x"]!.ToJsonString()));
    }

    [Fact]
    public void Matrices_move_and_their_colours_and_bars_do_not()
    {
        var root = Parse(Figure.Slider("T", [1, 3], t => Figure.New().Heatmap(new[,] { { 0, t }, { -0.5, 0 } }, zmid: 0)));
        AssertJson("""[{"name":"1","data":[{"z":[[0,1],[-0.5,0]]}],"traces":[0]},{"name":"3","data":[{"z":[[0,3],[-0.5,0]]}],"traces":[0]}]""", root["frames"]);
        Assert.Equal((-3, 3), ((double)root["layout"]!["coloraxis"]!["cmin"]!, (double)root["layout"]!["coloraxis"]!["cmax"]!));
        Assert.Null(root["layout"]!["coloraxis"]!["cmid"]);
        Assert.Equal("#053061", (string?)root["layout"]!["coloraxis"]!["colorscale"]![0]![1]);
        Assert.Equal("reversed", (string?)root["layout"]!["yaxis"]!["autorange"]);
        root = Parse(Figure.Slider("T", [1, 3], t => Figure.New().Heatmap(new[,] { { 0, t } }, zmin: 0, zmax: 2)));
        Assert.Equal(2, (double)root["layout"]!["coloraxis"]!["cmax"]!);
    }

    [Fact]
    public void Both_layouts_have_the_slider_with_a_step_a_frame()
    {
        var layout = Layout(Figure.Slider(@"\chi", [0.1, 1 / 3.0], chi => Figure.New().Line([chi], [1], Red), initial: 1 / 3.0));
        foreach (var slider in new[] { layout, layout["meta"]!["narrow"]! }.Select(one => Assert.Single(one["sliders"]!.AsArray())!))
        {
            Assert.Equal(1, (int)slider["active"]!);
            Assert.Equal("χ = ", (string?)slider["currentvalue"]!["prefix"]);
            AssertJson(
                """
                [{"label":"0.1","method":"animate","args":[["0.1"],{"mode":"immediate","frame":{"duration":0,"redraw":true},"transition":{"duration":0}}]},
                 {"label":"0.333","method":"animate","args":[["0.3333333333333333"],{"mode":"immediate","frame":{"duration":0,"redraw":true},"transition":{"duration":0}}]}]
                """,
                slider["steps"]);
        }
    }

    [Fact]
    public void Document_shows_the_initial_state_and_its_caption()
    {
        var figure = Figure.Slider("T", [1, 2, 3], t => Figure.New($"at {t}").Line([1], [t], Red), initial: 2).Caption("c");
        Assert.Equal("[2]", Parse(figure)["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("at 2", (string?)Layout(figure)["title"]!["text"]);
        Assert.Equal("c", FigureJson.Caption(figure.ToJson()));
        Assert.Equal("Figure \"at 2\" [r] with a slider for T, 3 values: c", figure.ToString());
    }

    [Fact]
    public void Titles_lines_and_remarks_move_in_both_layouts()
    {
        const string Long = "too long for one line of a telephone, thus two lines";
        var figure = Figure.Slider("T", [1, 2], t => Figure.New(t == 1 ? "" : Long).VerticalLine(t).Note(t, 5, "n").Line([1, 2], [5, t], Red));
        var (frames, layout) = (Parse(figure)["frames"]!, Layout(figure));
        Assert.Equal(Long, (string?)frames[1]!["layout"]!["title"]!["text"]);
        Assert.Equal("", (string?)frames[0]!["layout"]!["title"]!["text"]);
        Assert.Contains("<br>", (string?)layout["meta"]!["narrowFrames"]![1]!["title"]!["text"], StringComparison.Ordinal);
        Assert.Equal(2, (double)frames[1]!["layout"]!["shapes"]![0]!["x0"]!);
        Assert.Equal(2, (double)frames[1]!["layout"]!["annotations"]![0]!["x"]!);
        // The first state has no title, but the room and the place of one.
        Assert.Equal("container", (string?)layout["title"]!["xref"]);
        Assert.Equal((double)Layout(figure.Title(Long))["margin"]!["t"]!, (double)layout["margin"]!["t"]!);
    }

    [Fact]
    public void A_title_given_later_stands_still()
    {
        var figure = Figure.Slider("T", [1, 2], t => Figure.New($"{t}").Line([1, 2], [5, t], Red)).Title("all");
        Assert.Null(Parse(figure)["frames"]![1]!["layout"]);
        Assert.Null(Layout(figure)["meta"]!["narrowFrames"]);
        Assert.Equal("all", (string?)Layout(figure)["title"]!["text"]);
    }

    [Fact]
    public void Open_ranges_hold_the_data_of_all_states_and_the_author_s_ends_stay()
    {
        var layout = Layout(Figure.Slider("T", [1, 10], t => Figure.New().Line([1, t], [0, t], Red).YAxis("")));
        Assert.Equal([1, 10], Range(layout["xaxis"]));
        Assert.Equal([-0.5, 10.5], Range(layout["yaxis"]));
        layout = Layout(Figure.Slider("T", [1, 1000], t => Figure.New().Line([1, t], [-1, t], Red).XAxis("", log: true).YAxis("", log: true, min: 0.1)));
        Assert.Equal([0, 3], Range(layout["xaxis"]));
        Assert.Equal([-1, 3.15], Range(layout["yaxis"]));
        layout = Layout(Figure.Slider("T", [1, 10], t => Figure.New().Line([1, t], [0, t], Red).YAxis("", min: -1, max: 3)));
        Assert.Equal([-1, 3], Range(layout["yaxis"]));
        Assert.Equal([-1, 3], Range(layout["meta"]!["narrow"]!["yaxis"]));
    }

    [Fact]
    public void Shared_axes_share_the_common_range_even_when_sharing_comes_later()
    {
        var figure = Figure.Slider("T", [1, 10], t => Figure.Grid(1, 2, Figure.New().Line([0, 1], [0, t], Red), Figure.New().Line([0, 1], [0, -t], Red)));
        Assert.Equal([-0.5, 10.5], Range(Layout(figure)["yaxis"]));
        var shared = Layout(figure.ShareAxes());
        Assert.Equal([-11, 11], Range(shared["yaxis"]));
        Assert.Equal([-11, 11], Range(shared["yaxis2"]));
    }

    [Fact]
    public void A_stamp_stands_on_every_state()
    {
        var figure = Figure.Slider("T", [1, 2], t => Figure.New($"{t}").Line([1, 2], [5, t], Red).Note(t, 5, "n")).Gate(new GateVerdict(["ESS"]));
        Assert.All(Parse(figure)["frames"]!.AsArray(), frame => Assert.Contains("not converged", frame!["layout"]!["annotations"]!.ToJsonString(), StringComparison.Ordinal));
        figure = Figure.Slider("T", [1, 2], t => t == 1 ? Figure.New().Line([1], [1], Red) : Figure.New().Line([1], [1], Red).Gate(new GateVerdict(["ESS"])));
        Assert.Contains("not converged", Layout(figure)["annotations"]!.ToJsonString(), StringComparison.Ordinal);
    }

    public static TheoryData<Func<double, Figure>, string> Mismatches => new()
    {
        { t => t < 3 ? Plain : Figure.Grid(1, 2, Plain, Plain), "At χ = 3 the number of panels is 2 in 1 × 2, at χ = 1 it is 1 in 1 × 1" },
        { t => t < 3 ? Plain : Plain.Line([1], [1], Blue), "the number of traces is 2, at χ = 1 it is 1" },
        { t => t < 3 ? Plain : Figure.New().Markers([1], [1], Red), "trace 1 is Markers of 'r'" },
        { t => t < 3 ? Plain : Figure.New().Line([1], [1], Blue), "trace 1 is Lines of 'b'" },
        { t => t < 3 ? Plain : Figure.New().Line([1], [1], Red with { Colour = "#00ff00" }), "#00ff00" },
        { t => t < 3 ? Plain : Figure.New().LineMarkers([1], [1], Red, error: [1]), "LinesAndMarkers with error bars" },
        { t => Figure.New().Heatmap(new double[2, (int)t]), "trace 1 is a matrix of 2 × 2" },
        { t => Figure.New().Heatmap(new double[2, 2], zmin: 0, zmax: t), "from 0 to 2" },
        { t => Figure.New().Bar(t < 3 ? ["a"] : ["b"], [1], Red), "bars over b" },
        { t => t < 3 ? Plain : Plain.XAxis("x", log: true), "the horizontal axis is logarithmic, 'x'" },
        { t => Plain.YAxis("y", max: t), "At χ = 2 the vertical axis is linear, 'y' from the data's end to 2, at χ = 1" },
        { t => Plain.Caption(t < 3 ? "a" : "b"), "the caption is 'b'" },
        { t => Figure.Grid(1, 2, Plain, t < 3 ? Plain : Plain.Square()), "the shape of panel 2 is square" },
        { t => t < 3 ? Plain : null!, "There is no figure at χ = 3" },
        { t => t < 3 ? Plain : Figure.Slider("T", [1, 2], _ => Plain), "The figure at χ = 3 has a slider itself" },
    };

    [Theory]
    [MemberData(nameof(Mismatches))]
    public void States_that_differ_in_more_than_data_are_refused_by_name_and_value(Func<double, Figure> at, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => Figure.Slider(@"\chi", [1, 2, 3], at));
        Assert.Equal("at", error.ParamName);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new double[] { }, "at least two values, 0 came")]
    [InlineData(new double[] { 1 }, "at least two values, 1 came")]
    [InlineData(new double[] { 1, double.NaN }, "Value 1 is NaN")]
    [InlineData(new double[] { 1, 2, 1 }, "The value 1 comes twice")]
    public void Values_that_make_no_slider_are_refused(double[] values, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => Figure.Slider("T", values, _ => Plain));
        Assert.Equal("values", error.ParamName);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_use_is_refused()
    {
        Assert.Equal("label", Assert.ThrowsAny<ArgumentException>(() => Figure.Slider(" ", [1, 2], _ => Plain)).ParamName);
        Assert.Throws<ArgumentException>(() => Figure.Slider(@"\nosuch", [1, 2], _ => Plain));
        Assert.Equal("initial", Assert.Throws<ArgumentException>(() => Figure.Slider("T", [1, 2], _ => Plain, initial: 3)).ParamName);
        var slider = Figure.Slider("T", [1, 2], _ => Plain);
        Assert.Contains("Figure.Slider", Assert.Throws<InvalidOperationException>(() => slider.Line([1], [1], Red)).Message, StringComparison.Ordinal);
        Assert.Contains("slider", Assert.Throws<ArgumentException>(() => Figure.Grid(1, 2, slider, Plain)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 0.1, 1, 100 }, "0.1 1 100")]
    [InlineData(new[] { -2.5, 0, 1.77827941, 3.16227766 }, "−2.5 0 1.78 3.16")]
    [InlineData(new[] { 1e-7, 2.5e-7, 1e6 }, "1e−7 2.5e−7 1e6")]
    [InlineData(new[] { 1.0001, 1.0002 }, "1.0001 1.0002")]
    public void Values_are_written_short_and_apart(double[] values, string texts)
    {
        var steps = Layout(Figure.Slider("T", values, _ => Plain))["sliders"]![0]!["steps"]!.AsArray();
        Assert.Equal(texts, string.Join(' ', steps.Select(step => (string?)step!["label"])));
    }

    [Fact]
    public void A_figure_without_a_slider_has_neither_frames_nor_slider()
    {
        var root = Parse(Plain);
        Assert.Equal(["data", "layout", "config"], root.AsObject().Select(property => property.Key));
        Assert.Null(root["layout"]!["sliders"]);
        Assert.Null(root["layout"]!["xaxis"]!["range"]);
    }

    private static Figure Plain => Figure.New().Line([1], [1], Red);

    private static double[] Range(JsonNode? axis) => [.. axis!["range"]!.AsArray().Select(end => Math.Round((double)end!, 12))];

    private static JsonNode Parse(Figure figure) => JsonNode.Parse(figure.ToJson())!;

    private static JsonNode Layout(Figure figure) => Parse(figure)["layout"]!;

    private static void AssertJson(string expected, JsonNode? actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {JsonNode.Parse(expected)!.ToJsonString()}\nactual   {actual?.ToJsonString()}");
}
