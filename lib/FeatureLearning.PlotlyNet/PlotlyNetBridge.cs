using System.Text.Json;
using System.Text.RegularExpressions;
using FeatureLearning.Plotly;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Trace = Plotly.NET.Trace;

namespace FeatureLearning.PlotlyNet;

/// <summary>
/// The bridge between this project's figures and the charts of Plotly.NET, both ways through plotly.js's JSON. Every property and every number
/// arrives as it left: Plotly.NET's objects take any property, known to it or not.
/// </summary>
/// <example><code>
/// GenericChart chart = figure.ToChart();     // to go on with Plotly.NET's functions
/// ForeignFigure back = chart.ToFigure();     // to be shown by this project's hosts: offline, in the report, with a static picture
/// </code></example>
public static partial class PlotlyNetBridge
{
    /// <summary>The figure as a chart of Plotly.NET.</summary>
    /// <param name="figure">The figure.</param>
    /// <returns>
    /// A chart of the figure's traces, layout and config; the axes are <see cref="LinearAxis"/>, so that Plotly.NET's functions add to them.
    /// </returns>
    public static GenericChart ToChart(this FeatureLearning.Plotly.Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Chart(figure.ToJson());
    }

    /// <summary>A figure of another library as a chart of Plotly.NET.</summary>
    /// <param name="figure">The figure.</param>
    /// <exception cref="ArgumentException">It has frames, for which a chart of Plotly.NET has no place, or a trace that is not an object.</exception>
    public static GenericChart ToChart(this ForeignFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Chart(figure.ToJson());
    }

    /// <summary>A chart of Plotly.NET as a figure that this project's hosts show.</summary>
    /// <param name="chart">The chart.</param>
    public static ForeignFigure ToFigure(this GenericChart chart) => ForeignFigure.FromJson(GenericChart.toJson(chart));

    private static GenericChart Chart(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        if (root.TryGetProperty("frames", out JsonElement frames) && frames is { ValueKind: JsonValueKind.Array } && frames.GetArrayLength() > 0)
        {
            throw new ArgumentException($"The figure has {frames.GetArrayLength()} frames; a chart of Plotly.NET has no place for them.", nameof(json));
        }

        return GenericChart.fromChartDTO(ChartDTO.create(
            ListModule.OfSeq(root.GetProperty("data").EnumerateArray().Select(TraceOf)),
            Fill(new Layout(), root.GetProperty("layout")),
            root.TryGetProperty("config", out JsonElement config) ? Fill(new Config(), config) : new Config()));
    }

    private static Trace TraceOf(JsonElement trace)
    {
        if (trace.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"A trace is an object, {trace.ValueKind} came.", nameof(trace));
        }

        // plotly.js takes a trace without a type for a scatter.
        string type = trace.TryGetProperty("type", out JsonElement given) ? given.GetString()! : "scatter";
        return Fill(new Trace2D(type), trace);
    }

    private static T Fill<T>(T target, JsonElement source)
        where T : DynamicObj.DynamicObj
    {
        foreach (JsonProperty property in source.EnumerateObject())
        {
            target.SetProperty(property.Name, ValueOf(property.Value, property.Name));
        }

        return target;
    }

    private static object? ValueOf(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Object => AxisName().IsMatch(name) ? Fill(new LinearAxis(), value) : Fill(new DynamicObj.DynamicObj(), value),
        JsonValueKind.Array => value.EnumerateArray().Select(item => ValueOf(item, "")).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => Number(value),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Whole numbers stay whole; all others are doubles, whose shortest text reads back as the same double.</summary>
    private static object Number(JsonElement value) => value.TryGetInt64(out long whole) && value.GetRawText() != "-0" ? whole : value.GetDouble();

    [GeneratedRegex(@"\A[xy]axis\d*\z")]
    private static partial Regex AxisName();
}
