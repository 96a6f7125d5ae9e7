using System.Collections.Immutable;

namespace FeatureLearning.Plotly;

/// <summary>
/// Closes the ranges that the author of a slider left open, over the data of all states: plotly.js would fit them anew at each
/// value, and the eye would compare nothing. The ends are those that plotly.js would choose if all states were drawn at once.
/// </summary>
internal sealed class CommonScales
{
    /// <summary>White at the end of an axis, in units of what the data span.</summary>
    private const double Margin = 0.05;

    private readonly Figure figure;
    private readonly ImmutableArray<Axis> xAxes;
    private readonly ImmutableArray<Axis> yAxes;

    public CommonScales(Figure figure)
    {
        this.figure = figure;
        xAxes = [.. figure.Panels.Select((panel, index) => Closed(panel, index, isX: true))];
        yAxes = [.. figure.Panels.Select((panel, index) => Closed(panel, index, isX: false))];
    }

    /// <summary>A state with the common ranges.</summary>
    public SliderState Apply(SliderState state) => state with
    {
        Panels = [.. state.Panels.Select((panel, index) => panel with
        {
            X = xAxes[index],
            Y = yAxes[index],
            Traces = [.. panel.Traces.Select(trace => Closed(trace, index))],
        })],
    };

    /// <summary>Rows and columns of a matrix, and words, are the same in all states; plotly.js' own ranges serve then.</summary>
    private Axis Closed(Panel panel, int index, bool isX)
    {
        var axis = isX ? panel.X : panel.Y;
        var hasWords = isX && panel.Traces.Any(trace => trace.HasCategories);
        if (panel.ShowsMatrix || hasWords || axis is { Min: not null, Max: not null })
            return axis;
        var (low, high) = EndsOf(Sharing(index, isX).SelectMany(other => ShownData.Of(other, isX)));
        return double.IsFinite(low) && (axis.Min ?? Value(low)) < (axis.Max ?? Value(high))
            ? axis with { Min = axis.Min ?? Value(low), Max = axis.Max ?? Value(high) }
            : axis;

        double Value(double place) => axis.IsLog ? Math.Pow(10, place) : place;
    }

    /// <summary>The panel in all states, with those that share the axis.</summary>
    private IEnumerable<Panel> Sharing(int index, bool isX)
    {
        var columns = figure.ColumnCount;
        return figure.States!.All.SelectMany(state => state.Panels.Where((_, other) => other == index || (isX
            ? figure.SharesX && other % columns == index % columns
            : figure.SharesY && other / columns == index / columns)));
    }

    private static (double Low, double High) EndsOf(IEnumerable<ShownData> parts)
    {
        var ends = parts.Where(part => part.High >= part.Low).ToArray();
        if (ends.Length == 0)
            return (double.NaN, double.NaN);
        var (low, high) = (ends.Min(part => part.Low), ends.Max(part => part.High));
        if (low >= high)
            return (low - 1, high + 1);
        var margin = Margin * (high - low);
        return (
            ends.Min(part => part.HasMargin && !part.StandsOnLow ? part.Low - margin : part.Low),
            ends.Max(part => part.HasMargin ? part.High + margin : part.High));
    }

    private Trace Closed(Trace trace, int panel) => trace is HeatmapTrace map ? map with { Options = Closed(map.Options, panel) } : trace;

    /// <summary>Colours over the values of all states, about the middle where there is one.</summary>
    private HeatmapOptions Closed(HeatmapOptions options, int panel)
    {
        if (options is { Min: not null, Max: not null })
            return options;
        var values = figure.States!.All.SelectMany(state => state.Panels[panel].Traces).OfType<HeatmapTrace>()
            .SelectMany(map => map.Z).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = (values.Min(), values.Max());
        if (options.Mid is { } mid)
        {
            var reach = Math.Max(Math.Abs(low - mid), Math.Abs(high - mid));
            (low, high) = (mid - reach, mid + reach);
        }

        // plotly.js takes no middle beside two ends; it is between them, and the colours stay those of a scale with a middle.
        return low < high ? options with { Min = low, Max = high, Mid = null, Scale = options.UsedScale } : options;
    }
}
