using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace FeatureLearning.Plotly;

/// <summary>Refuses values and states that a slider cannot go through, and says what is wrong where.</summary>
internal static class SliderCheck
{
    /// <summary>At least two values, finite and all different.</summary>
    public static void Values(ImmutableArray<double> values, string argument)
    {
        if (values.Length < 2)
            throw new ArgumentException($"A slider needs at least two values, {values.Length} came.", argument);
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new ArgumentException(Invariant($"Value {i} is {values[i]}; a slider's values must be finite."), argument);
            if (values.IndexOf(values[i]) < i)
                throw new ArgumentException(Invariant($"The value {values[i]} comes twice."), argument);
        }
    }

    /// <summary>States that differ in nothing but data, titles, reference lines and remarks.</summary>
    public static void States(string label, ImmutableArray<double> values, ImmutableArray<Figure> states, string argument)
    {
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i] is not { } state)
                throw new ArgumentException(Invariant($"There is no figure at {label} = {values[i]}."), argument);
            if (state.States is not null)
            {
                throw new ArgumentException(
                    Invariant($"The figure at {label} = {values[i]} has a slider itself; a figure takes one."), argument);
            }

            var differing = Fixed(states[0]).Zip(Fixed(state)).FirstOrDefault(pair => pair.First != pair.Second);
            if (differing is { First: { } first, Second: { } second })
            {
                throw new ArgumentException(
                    Invariant($"At {label} = {values[i]} {second.Where} is {second.What}, ")
                    + Invariant($"at {label} = {values[0]} it is {first.What}; ")
                    + "only data, titles, reference lines and remarks may change with a slider.",
                    argument);
            }
        }
    }

    /// <summary>All that must be the same in every state, in words; a number of parts comes before the parts.</summary>
    private static IEnumerable<Part> Fixed(Figure figure)
    {
        var grid = Invariant($"{figure.RowCount} × {figure.ColumnCount}");
        yield return new("the number of panels", Invariant($"{figure.Panels.Length} in {grid}"));
        yield return new("the caption", $"'{figure.GivenCaption}'");
        yield return new("the legend", $"{figure.LegendPlace}");
        yield return new("the height", figure.PanelHeight is { } pixels ? Invariant($"{pixels} pixels") : "the usual one");
        yield return new("the sharing of axes", $"horizontal {figure.SharesX}, vertical {figure.SharesY}");
        foreach (var (panel, index) in figure.Panels.Select((panel, index) => (panel, index)))
        {
            var name = figure.Panels.Length == 1 ? "" : Invariant($" of panel {index + 1}");
            yield return new($"the horizontal axis{name}", WordsOf(panel.X));
            yield return new($"the vertical axis{name}", WordsOf(panel.Y));
            yield return new($"the shape{name}", panel.IsSquare ? "square" : "free");
            yield return new($"the number of traces{name}", Invariant($"{panel.Traces.Length}"));
            foreach (var (trace, number) in panel.Traces.Select((trace, number) => (trace, number)))
                yield return new(Invariant($"trace {number + 1}{name}"), WordsOf(trace));
        }
    }

    private static string WordsOf(Axis axis) => Invariant(
        $"{(axis.IsLog ? "logarithmic" : "linear")}, '{axis.Title}' from {End(axis.Min)} to {End(axis.Max)}");

    private static string End(double? end) => end is { } value ? Invariant($"{value}") : "the data's end";

    private static string WordsOf(Trace trace)
    {
        var kind = trace switch
        {
            ScatterTrace scatter => $"{scatter.Mode}{(scatter.IsStep ? " in steps" : "")}{WordsOf(scatter.Errors)}",
            BandTrace => "a band",
            BarTrace { HasCategories: true } bars => $"bars over {string.Join(", ", bars.Categories)}{WordsOf(bars.Errors)}",
            BarTrace bars => (bars.IsHistogram ? "a histogram" : "bars over numbers") + WordsOf(bars.Errors),
            HeatmapTrace map =>
                Invariant($"a {(map.IsMatrix ? "matrix" : "map")} of {map.Rows} × {map.Columns}, {WordsOf(map.Options)}"),
            _ => throw new SwitchExpressionException(trace),
        };
        var hover = trace.Hover is null ? "" : $", hover '{trace.Hover}'";
        return kind + (trace.Series is { } series ? WordsOf(series) : "") + hover;
    }

    private static string WordsOf(Series series) =>
        Invariant($" of '{series.Name}' ({series.Colour}, {series.Marker}, {series.Dash}, {series.Width}, {series.Group})");

    private static string WordsOf(ErrorBars? errors) => errors switch
    {
        null => "",
        { Below: null } => " with error bars",
        _ => " with asymmetric error bars",
    };

    private static string Bar(HeatmapOptions options) => options.ShowScale ? "" : " without a bar";

    private static string WordsOf(HeatmapOptions options) => Invariant(
        $"colours '{options.Title}' {options.Scale} from {End(options.Min)} to {End(options.Max)} about {End(options.Mid)}{Bar(options)}");

    /// <summary>A part of a figure and what it is, in words that leave nothing out.</summary>
    private sealed record Part(string Where, string What);
}
