using System.Text.Json;
using FeatureLearning.Plotly;
using Microsoft.FSharp.Core;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using Marker = Plotly.NET.TraceObjects.Marker;
using PlotlyNetChart = Plotly.NET.Chart;

namespace FeatureLearning.PlotlyNet.Tests;

/// <summary>Plotly.NET's functions on the chart of a figure: each adds to what the figure has, and nothing of the figure is lost.</summary>
public sealed class FunctionTests
{
    private const string Whole = """
        {"data":[{"type":"scatter","x":[1,2],"y":[3,4],"marker":{"size":7,"line":{"width":3}},"line":{"dash":"dot"},
          "error_x":{"array":[1,1]},"error_y":{"array":[2,2]}},
          {"type":"heatmap","z":[[1,2]],"colorbar":{"len":0.5}}],
         "layout":{"xaxis":{"type":"log","title":{"text":"x"}},"yaxis2":{"side":"right"},"legend":{"x":0.5,"font":{"size":9}},"legend2":{"y":0.1},
          "coloraxis":{"cmin":0},"scene":{"aspectmode":"cube"},"polar2":{"bgcolor":"red"},"geo":{"scope":"europe"},
          "ternary":{"sum":2},"smith":{"bgcolor":"red"},"mapbox":{"zoom":3},"grid":{"rows":1},"annotations":[{"text":"ours","x":1}],
          "shapes":[{"type":"line","x0":1}],"images":[{"source":"a"}],"sliders":[{"active":1}],"updatemenus":[{"active":2}],
          "selections":[{"type":"rect"}]},
         "config":{"responsive":true}}
        """;

    /// <summary>The place in the figure, and the function called there with an object that says only <c>"added": "here"</c>.</summary>
    private static readonly Dictionary<string, Func<FSharpFunc<GenericChart, GenericChart>>> Functions = new()
    {
        ["data.0.marker"] = () => PlotlyNetChart.withMarker(Added<Marker>()),
        ["data.0.line"] = () => PlotlyNetChart.withLine(Added<Line>()),
        ["data.0.error_x"] = () => PlotlyNetChart.withXError(Added<Error>()),
        ["data.0.error_y"] = () => PlotlyNetChart.withYError(Added<Error>()),
        ["data.1.colorbar"] = () => PlotlyNetChart.withColorBar(Added<ColorBar>()),
        ["layout.xaxis"] = () => PlotlyNetChart.withXAxis(Added<LinearAxis>(), null),
        ["layout.yaxis2"] = () => PlotlyNetChart.withYAxis(Added<LinearAxis>(), StyleParam.SubPlotId.NewYAxis(2)),
        ["layout.legend"] = () => PlotlyNetChart.withLegend(Added<Legend>(), null),
        ["layout.legend2"] = () => PlotlyNetChart.withLegend(Added<Legend>(), 2),
        ["layout.coloraxis"] = () => PlotlyNetChart.withColorAxis(Added<ColorAxis>(), null),
        ["layout.scene"] = () => PlotlyNetChart.withScene(Added<Scene>(), null),
        ["layout.polar2"] = () => PlotlyNetChart.withPolar(Added<Polar>(), 2),
        ["layout.geo"] = () => PlotlyNetChart.withGeo(Added<Geo>(), null),
        ["layout.ternary"] = () => PlotlyNetChart.withTernary(Added<Ternary>(), null),
        ["layout.smith"] = () => PlotlyNetChart.withSmith(Added<Smith>(), null),
        ["layout.mapbox"] = () => PlotlyNetChart.withMapbox(Added<Mapbox>(), null),
        ["layout.grid"] = () => PlotlyNetChart.withLayoutGrid(Added<LayoutGrid>()),
        ["layout.annotations"] = () => PlotlyNetChart.withAnnotation(Added<Annotation>(), true),
        ["layout.shapes"] = () => PlotlyNetChart.withShape(Added<Shape>(), true),
        ["layout.images"] = () => PlotlyNetChart.withLayoutImage(Added<LayoutImage>(), true),
        ["layout.sliders"] = () => PlotlyNetChart.withSlider(Added<Slider>(), true),
        ["layout.updatemenus"] = () => PlotlyNetChart.withUpdateMenu(Added<UpdateMenu>(), true),
        ["layout.selections"] = () => PlotlyNetChart.withSelection(Added<Selection>(), true),
    };

    public static TheoryData<string> Places => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Places))]
    public void A_function_adds_to_what_the_figure_has(string place)
    {
        GenericChart chart = ForeignFigure.FromJson(Whole).ToChart();
        JsonElement before = At(chart, place), after = At(Functions[place]().Invoke(chart), place);
        if (before.ValueKind == JsonValueKind.Array)
        {
            // Plotly.NET puts the newest first.
            Assert.Equal(["""{"added":"here"}""", before[0].GetRawText()], after.EnumerateArray().Select(member => member.GetRawText()));
        }
        else
        {
            Assert.Equal($$"""{{before.GetRawText()[..^1]}},"added":"here"}""", after.GetRawText());
        }
    }

    private static T Added<T>()
        where T : DynamicObj.DynamicObj, new()
    {
        T value = new();
        value.SetProperty("added", "here");
        return value;
    }

    private static JsonElement At(GenericChart chart, string place) => place.Split('.').Aggregate(
        JsonDocument.Parse(chart.ToFigure().ToJson()).RootElement,
        (element, name) => element.ValueKind == JsonValueKind.Array ? element[name[0] - '0'] : element.GetProperty(name));
}
