using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>A matrix or a function of two variables as colours.</summary>
/// <param name="Z">Values, row after row; NaN stays white.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="X">Abscissa of each column, or null for a matrix.</param>
/// <param name="Y">Ordinate of each row, or null for a matrix.</param>
/// <param name="Options">Colours and their bar.</param>
public sealed record HeatmapTrace(
    ImmutableArray<double> Z, int Rows, int Columns, ImmutableArray<double>? X, ImmutableArray<double>? Y, HeatmapOptions Options) : Trace
{
    /// <summary>Thickness of the colour bar in pixels.</summary>
    internal const int BarThickness = 12;

    /// <summary>plotly's room between a plotting area and its colour bar, in pixels.</summary>
    internal const int BarPad = 10;

    /// <summary>True when there are no coordinates: rows run downward and cells are squares.</summary>
    internal bool IsMatrix => X is null && Y is null;

    internal override IEnumerable<double> Xs => X ?? [0, Columns - 1];

    internal override IEnumerable<double> Ys => Y ?? [0, Rows - 1];

    internal override void WriteFields(Utf8JsonWriter writer, TraceContext context)
    {
        writer.WriteString("type", "heatmap");
        WriteCommon(writer, context);
        writer.WriteStartArray("z");
        for (var row = 0; row < Rows; row++)
        {
            writer.WriteStartArray();
            for (var column = 0; column < Columns; column++)
                writer.Number(Z[row * Columns + column]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        if (X is { } x)
            writer.Numbers("x", x);
        if (Y is { } y)
            writer.Numbers("y", y);
        writer.WriteString("coloraxis", context.ColourAxis);
        writer.WriteBoolean("hoverongaps", false);
        writer.WriteString("hovertemplate", Hover
            ?? $"{TraceContext.Name(context.X, "column")}: %{{x:.4~g}}<br>{TraceContext.Name(context.Y, "row")}: %{{y:.4~g}}<br>%{{z:.4~g}}<extra></extra>");
    }

    /// <summary>
    /// The fields of the layout's colour axis. Colours belong to the layout, not to the trace, because the colour bar's place follows the
    /// panel's, and that differs between the wide and the narrow layout.
    /// </summary>
    internal void WriteColourAxis(Utf8JsonWriter writer, LayoutPlan plan, Cell cell)
    {
        writer.WriteStartArray("colorscale");
        foreach (var (at, colour) in Theme.Stops(Options.UsedScale))
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(at);
            writer.WriteStringValue(colour);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        if (Options.Mid is { } mid)
            writer.WriteNumber("cmid", mid);
        if (Options.Min is { } min)
            writer.WriteNumber("cmin", min);
        if (Options.Max is { } max)
            writer.WriteNumber("cmax", max);
        writer.WriteBoolean("showscale", Options.ShowScale);
        if (Options.ShowScale)
            writer.Object("colorbar", () => WriteColourBar(writer, plan, cell));
    }

    private void WriteColourBar(Utf8JsonWriter writer, LayoutPlan plan, Cell cell)
    {
        if (Options.Title.Length > 0)
        {
            writer.Object("title", () =>
            {
                writer.WriteString("text", LayoutPlan.Wrapped(Options.Title, plan.PanelHeight, plan.FontSize + 1));
                writer.WriteString("side", "right");
            });
        }

        writer.WriteNumber("x", cell.Right);
        writer.WriteString("xanchor", "left");
        writer.WriteNumber("y", (cell.Bottom + cell.Top) / 2);
        writer.WriteString("yanchor", "middle");
        writer.WriteNumber("len", cell.Top - cell.Bottom);
        writer.WriteNumber("ypad", 0);
        writer.WriteNumber("xpad", BarPad);
        writer.WriteNumber("thickness", BarThickness);
        writer.WriteNumber("outlinewidth", 0);
        writer.WriteString("exponentformat", "power");
    }
}

/// <summary>Colours of a heatmap.</summary>
/// <param name="Title">Title of the colour bar, plain or TeX.</param>
/// <param name="Mid">Value that gets the middle of the scale (plotly's <c>cmid</c>), or null.</param>
/// <param name="Min">Value of the scale's lower end (plotly's <c>cmin</c>, used only together with <paramref name="Max"/>), or null.</param>
/// <param name="Max">Value of the scale's upper end, or null.</param>
/// <param name="Scale">Colour scale; null chooses diverging when there is a middle and sequential otherwise.</param>
/// <param name="ShowScale">False to leave the colour bar out, for panels that share one.</param>
public sealed record HeatmapOptions(
    string Title = "", double? Mid = null, double? Min = null, double? Max = null, ColourScale? Scale = null, bool ShowScale = true)
{
    /// <summary>The colour scale, chosen where none was given.</summary>
    internal ColourScale UsedScale => Scale ?? (Mid is null ? ColourScale.Sequential : ColourScale.Diverging);
}
