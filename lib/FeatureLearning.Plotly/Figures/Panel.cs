using System.Collections.Immutable;

namespace FeatureLearning.Plotly;

/// <summary>Where the legend stands.</summary>
public enum LegendPlace
{
    /// <summary>Below the plot, over its whole width.</summary>
    Below,
    /// <summary>To the right of the plot (on a phone: below it).</summary>
    Right,
    /// <summary>No legend.</summary>
    None,
}

/// <summary>An axis of a panel.</summary>
/// <param name="Title">Title, plain or TeX; empty for none.</param>
/// <param name="IsLog">True for a logarithmic axis.</param>
/// <param name="Min">Lower end in data units, or null to follow the data.</param>
/// <param name="Max">Upper end in data units, or null to follow the data.</param>
internal sealed record Axis(string Title = "", bool IsLog = false, double? Min = null, double? Max = null)
{
    /// <summary>A place on this axis in plotly's units for ranges and annotations: the decimal logarithm on a logarithmic axis.</summary>
    public double Place(double value) => IsLog ? Math.Log10(value) : value;
}

/// <summary>A straight line across a panel at one value.</summary>
internal sealed record ReferenceLine(bool IsHorizontal, double At, string Text, Series Series);

/// <summary>A remark at a point of a panel, in data units.</summary>
internal sealed record Note(double X, double Y, string Text, bool HasArrow);

/// <summary>One coordinate system with all that is drawn in it.</summary>
internal sealed record Panel
{
    public string Title { get; init; } = "";

    public ImmutableArray<Trace> Traces { get; init; } = [];

    public Axis X { get; init; } = new();

    public Axis Y { get; init; } = new();

    public ImmutableArray<ReferenceLine> Lines { get; init; } = [];

    public ImmutableArray<Note> Notes { get; init; } = [];

    /// <summary>True when one unit is as long on both axes.</summary>
    public bool IsSquare { get; init; }

    /// <summary>The panel's matrix, when it shows one.</summary>
    public bool ShowsMatrix => Traces.OfType<HeatmapTrace>().Any(trace => trace.IsMatrix);

    /// <summary>Abscissae of all traces, for the choice of ticks.</summary>
    public IEnumerable<double> Xs => Traces.SelectMany(trace => trace.Xs);

    /// <summary>Ordinates of all traces, for the choice of ticks.</summary>
    public IEnumerable<double> Ys => Traces.SelectMany(trace => trace.Ys);
}

/// <summary>A panel's place, in units of the plotting area, from 0 (left, bottom) to 1.</summary>
internal sealed record Cell(double Left, double Right, double Bottom, double Top);
