using System.Text.Json;
using FeatureLearning.Plotly;
using Microsoft.FSharp.Collections;
using Plotly.NET;
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
public static class PlotlyNetBridge
{
    /// <summary>The figure as a chart of Plotly.NET.</summary>
    /// <param name="figure">The figure.</param>
    /// <returns>
    /// A new chart of the figure's traces, layout and config; axes, legends, markers and the like are of Plotly.NET's classes, so that its
    /// functions add to them. They change the chart; the figure stays as it is.
    /// </returns>
    /// <exception cref="ArgumentException">It has frames, for which a chart of Plotly.NET has no place.</exception>
    public static GenericChart ToChart(this FeatureLearning.Plotly.Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Chart(figure.ToJson(), nameof(figure));
    }

    /// <summary>A figure of another library as a chart of Plotly.NET.</summary>
    /// <param name="figure">The figure.</param>
    /// <exception cref="ArgumentException">It has frames, for which a chart of Plotly.NET has no place, or a trace that is not an object.</exception>
    public static GenericChart ToChart(this ForeignFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Chart(figure.ToJson(), nameof(figure));
    }

    /// <summary>A chart of Plotly.NET as a figure that this project's hosts show.</summary>
    /// <param name="chart">The chart.</param>
    public static ForeignFigure ToFigure(this GenericChart chart) => ForeignFigure.FromJson(GenericChart.toJson(chart));

    private static GenericChart Chart(string json, string parameter)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        if (root.TryGetProperty("frames", out JsonElement frames) && frames is { ValueKind: JsonValueKind.Array } && frames.GetArrayLength() > 0)
        {
            throw new ArgumentException(
                $"The figure has {frames.GetArrayLength()} frames, and a chart of Plotly.NET has no place for them; show the figure itself.", parameter);
        }

        return GenericChart.fromChartDTO(ChartDTO.create(
            ListModule.OfSeq(root.GetProperty("data").EnumerateArray().Select<JsonElement, Trace>(trace => TraceOf(trace, parameter))),
            Fill(new Layout(), root.GetProperty("layout")),
            root.TryGetProperty("config", out JsonElement config) ? Fill(new Config(), config) : new Config()));
    }

    private static Trace2D TraceOf(JsonElement trace, string parameter)
    {
        if (trace.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"A trace is an object, {trace.ValueKind} came.", parameter);
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
        JsonValueKind.Object => Fill(ChartObjects.New(name), value),
        JsonValueKind.Array => ChartObjects.ArrayOf(name, [.. value.EnumerateArray().Select(member => MemberOf(member, name))]),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => Number(value),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static object? MemberOf(JsonElement member, string list) =>
        member.ValueKind == JsonValueKind.Object ? Fill(ChartObjects.NewIn(list), member) : ValueOf(member, "");

    /// <summary>Whole numbers stay whole, as Plotly.NET has them; all others are doubles, whose shortest text reads back as the same double.</summary>
    private static object Number(JsonElement value) => value.GetRawText() switch
    {
        "-0" => (object)-0.0, // without the cast every number would become a double
        _ when value.TryGetInt32(out int small) => small,
        _ when value.TryGetInt64(out long whole) => whole,
        _ => value.GetDouble(),
    };
}
