using System.Globalization;
using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>Writes the two axes of one panel.</summary>
internal sealed class AxisWriter(Utf8JsonWriter writer, Figure figure, LayoutPlan plan, int index)
{
    private readonly Panel panel = figure.Panels[index];
    private readonly Cell cell = plan.CellOf(index);

    /// <summary>plotly.js's suffix of axis names: nothing for the first panel, 2, 3, … for the others.</summary>
    public static string Id(int panel) => panel == 0 ? "" : (panel + 1).ToString(CultureInfo.InvariantCulture);

    public void Write()
    {
        var isLowest = index + plan.Columns >= figure.Panels.Length;
        var isFirst = index % plan.Columns == 0;
        var hidesX = figure.SharesX && !plan.IsNarrow && !isLowest;
        var hidesY = figure.SharesY && !plan.IsNarrow && !isFirst;
        writer.Object("xaxis" + Id(index), () =>
        {
            WriteAxis(panel.X, panel.Traces.SelectMany(trace => trace.Xs), hidesX, cell.Left, cell.Right, "y", plan.PanelWidth);
            if (figure.SharesX && index >= figure.ColumnCount)
                writer.WriteString("matches", "x" + Id(index % figure.ColumnCount));
            if (panel.Traces.Any(trace => trace.HasCategories))
                writer.WriteString("type", "category");
            if (panel.ShowsMatrix || panel.IsSquare)
                writer.WriteString("constrain", "domain");
        });
        writer.Object("yaxis" + Id(index), () =>
        {
            WriteAxis(panel.Y, panel.Traces.SelectMany(trace => trace.Ys), hidesY, cell.Bottom, cell.Top, "x", plan.PanelHeight);
            if (figure.SharesY && index % figure.ColumnCount > 0)
                writer.WriteString("matches", "y" + Id(index - index % figure.ColumnCount));
            if (!panel.ShowsMatrix && !panel.IsSquare)
                return;
            writer.WriteString("scaleanchor", "x" + Id(index));
            writer.WriteString("constrain", "domain");
            if (panel.ShowsMatrix)
                writer.WriteString("autorange", "reversed");
        });
    }

    private void WriteAxis(Axis axis, IEnumerable<double> data, bool isHidden, double from, double to, string anchor, double length)
    {
        if (axis.Title.Length > 0 && !isHidden)
            writer.Title(LayoutPlan.Wrapped(axis.Title, length, plan.FontSize), 8);
        writer.WriteString("anchor", anchor + Id(index));
        writer.WriteStartArray("domain");
        writer.WriteNumberValue(from);
        writer.WriteNumberValue(to);
        writer.WriteEndArray();
        writer.WriteBoolean("automargin", true);
        if (isHidden)
            writer.WriteBoolean("showticklabels", false);
        WriteRange(axis);
        if (axis.IsLog)
            WriteLogTicks(Panel.Decades(data));
        writer.WriteString("exponentformat", "power");
        writer.WriteString("ticks", "outside");
        writer.WriteNumber("ticklen", 4);
        writer.WriteBoolean("showline", true);
        writer.WriteBoolean("mirror", true);
        writer.WriteString("linecolor", Theme.Frame);
        writer.WriteString("tickcolor", Theme.Frame);
        writer.WriteBoolean("showgrid", !panel.ShowsMatrix);
        writer.WriteString("gridcolor", Theme.Grid);
        writer.WriteBoolean("zeroline", false);
    }

    private void WriteRange(Axis axis)
    {
        if (axis.Min is null && axis.Max is null)
            return;
        writer.WriteStartArray("range");
        foreach (var end in new[] { axis.Min, axis.Max })
            writer.Number(end is { } value ? axis.Place(value) : double.NaN);
        writer.WriteEndArray();
    }

    /// <summary>plotly's own labels within a decade (2 5 10 2 5 …) crowd and mislead; beyond one and a half decades powers of ten suffice.</summary>
    private void WriteLogTicks(double decades)
    {
        writer.WriteString("type", "log");
        if (decades < 1.5)
            return;
        writer.WriteNumber("dtick", Math.Max(1, Math.Ceiling(decades / 8)));
        writer.Object("minor", () =>
        {
            writer.WriteString("ticks", "outside");
            writer.WriteNumber("ticklen", 2);
            writer.WriteString("tickcolor", Theme.Frame);
        });
    }
}
