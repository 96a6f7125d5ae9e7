namespace FeatureLearning.Plotly;

/// <summary>What a part of a panel takes of an axis, in the axis' units (decimal logarithms on a logarithmic one).</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end; below the lower one when nothing is shown.</param>
/// <param name="HasMargin">True where plotly.js leaves white beyond the data.</param>
/// <param name="StandsOnLow">True for bars, which stand on zero without white below.</param>
internal readonly record struct ShownData(double Low, double High, bool HasMargin, bool StandsOnLow = false)
{
    /// <summary>All that a panel shows along one axis, traces as well as reference lines and remarks.</summary>
    public static IEnumerable<ShownData> Of(Panel panel, bool isX)
    {
        var axis = isX ? panel.X : panel.Y;
        var marks = panel.Lines.Where(line => line.IsHorizontal != isX)
            .Select(line => From([axis.Place(line.At)], hasMargin: false))
            .Concat(panel.Notes.Select(note => From([axis.Place(isX ? note.X : note.Y)], hasMargin: true)));
        return panel.Traces.Select(trace => isX ? AlongX(trace, axis) : AlongY(trace, axis)).Concat(marks);
    }

    private static ShownData AlongX(Trace trace, Axis axis) => trace switch
    {
        HeatmapTrace map => From(CellEnds(map.Xs.Select(axis.Place)), hasMargin: false),
        BarTrace bars => From(BarEnds(bars).Select(axis.Place), hasMargin: false),
        ScatterTrace { Mode: not ScatterMode.Lines } points => From(points.X.Select(axis.Place), hasMargin: true),
        _ => From(trace.Xs.Select(axis.Place), hasMargin: false),
    };

    private static ShownData AlongY(Trace trace, Axis axis) => trace switch
    {
        HeatmapTrace map => From(CellEnds(map.Ys.Select(axis.Place)), hasMargin: false),
        ScatterTrace points => From(WithErrors(points.Y, points.Errors).Select(axis.Place), hasMargin: true),
        BarTrace bars => From(
            WithErrors(bars.Heights, bars.Errors).Append(0).Select(axis.Place), hasMargin: true, standsOnZero: true),
        _ => From(trace.Ys.Select(axis.Place), hasMargin: true),
    };

    private static ShownData From(IEnumerable<double> places, bool hasMargin, bool standsOnZero = false)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var place in places.Where(double.IsFinite))
            (low, high) = (Math.Min(low, place), Math.Max(high, place));
        return new ShownData(low, high, hasMargin, standsOnZero && low == 0);
    }

    private static IEnumerable<double> WithErrors(IReadOnlyList<double> y, ErrorBars? errors) => errors is null
        ? y
        : y.Concat(y.Select((value, i) => value + errors.Above[i]))
            .Concat(y.Select((value, i) => value - (errors.Below ?? errors.Above)[i]));

    /// <summary>Half the width beside each bar; bars without a width fill the least distance between two.</summary>
    private static IEnumerable<double> BarEnds(BarTrace bars)
    {
        var sorted = bars.X.Where(double.IsFinite).Order().ToArray();
        var least = sorted.Zip(sorted.Skip(1), (a, b) => b - a).Where(gap => gap > 0).DefaultIfEmpty(1).Min();
        return bars.X.SelectMany((x, i) => (double[])[x - (bars.Widths?[i] ?? least) / 2, x + (bars.Widths?[i] ?? least) / 2]);
    }

    /// <summary>A heatmap's cells reach half a step beyond its first and last coordinate.</summary>
    private static IEnumerable<double> CellEnds(IEnumerable<double> coordinates)
    {
        var at = coordinates.ToArray();
        return at.Length == 1 ? [at[0] - 0.5, at[0] + 0.5] : [1.5 * at[0] - 0.5 * at[1], 1.5 * at[^1] - 0.5 * at[^2]];
    }
}
