using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>One plotly.js trace: data and what they stand for. Made by the methods of <see cref="Figure"/>.</summary>
public abstract record Trace
{
    /// <summary>What the trace stands for; null where there is no series (heatmaps).</summary>
    public Series? Series { get; init; }

    /// <summary>A hover template in plotly.js's language, or null for the one made from the titles of the axes.</summary>
    public string? Hover { get; init; }

    /// <summary>Abscissae, for the choice of ticks.</summary>
    internal virtual IEnumerable<double> Xs => [];

    /// <summary>Ordinates, for the choice of ticks.</summary>
    internal virtual IEnumerable<double> Ys => [];

    /// <summary>True when the abscissae are words.</summary>
    internal virtual bool HasCategories => false;

    /// <summary>Writes the fields of the trace, without the braces around them.</summary>
    internal abstract void WriteFields(Utf8JsonWriter writer, TraceContext context);

    /// <summary>Axes, name, legend entry and hover text: the same for all traces that have a series.</summary>
    private protected void WriteCommon(Utf8JsonWriter writer, TraceContext context, string hoverValue = "%{y:.4~g}")
    {
        writer.WriteString("xaxis", context.XId);
        writer.WriteString("yaxis", context.YId);
        if (Series is null)
            return;
        var name = Label.ToHtml(Series.Name);
        writer.WriteString("name", name);
        writer.WriteString("legendgroup", name);
        writer.WriteBoolean("showlegend", context.InLegend);
        if (context is { InLegend: true, GroupTitle: { } heading })
            writer.Object("legendgrouptitle", () => writer.WriteString("text", Label.ToHtml(heading)));
        if (context.LegendRank is { } rank)
            writer.WriteNumber("legendrank", rank);
        writer.WriteString("hovertemplate", Hover ?? context.HoverTemplate(HasCategories ? "%{x}" : "%{x:.4~g}", hoverValue, name));
    }
}

/// <summary>Where a trace stands in its figure.</summary>
/// <param name="XId">plotly.js's name of the horizontal axis: x, x2, …</param>
/// <param name="YId">plotly.js's name of the vertical axis.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="ColourAxis">plotly.js's name of the panel's colour axis.</param>
internal sealed record TraceContext(string XId, string YId, Axis X, Axis Y, string ColourAxis)
{
    /// <summary>True for the trace that stands for its series in the legend.</summary>
    public bool InLegend { get; init; }

    /// <summary>Heading to be shown above the series in the legend.</summary>
    public string? GroupTitle { get; init; }

    /// <summary>plotly.js's rank of legend entries; null when no series has a heading.</summary>
    public int? LegendRank { get; init; }

    /// <summary>Text beside the pointer: the titles of the axes with the values, and the series' name in the box behind it.</summary>
    public string HoverTemplate(string x, string y, string name) => $"{Name(X, "x")}: {x}<br>{Name(Y, "y")}: {y}<extra>{name}</extra>";

    /// <summary>The axis' title with the braces of plotly's template language taken away.</summary>
    internal static string Name(Axis axis, string fallback) => axis.Title.Length == 0
        ? fallback
        : Label.ToHtml(axis.Title).Replace("%{", "% {", StringComparison.Ordinal);
}
