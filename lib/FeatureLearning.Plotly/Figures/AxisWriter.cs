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
        var isCategorical = anchor == "y" && panel.Traces.Any(trace => trace.HasCategories);
        if (axis.Title.Length > 0 && !isHidden)
        {
            writer.Object("title", () =>
            {
                writer.WriteString("text", LayoutPlan.Wrapped(axis.Title, length, plan.FontSize + 1));
                writer.Font("font", plan.FontSize + 1, Theme.Text);
                writer.WriteNumber("standoff", 8);
            });
        }


        writer.WriteString("anchor", anchor + Id(index));
        writer.WriteStartArray("domain");
        writer.WriteNumberValue(from);
        writer.WriteNumberValue(to);
        writer.WriteEndArray();
        writer.WriteBoolean("automargin", true);
        if (isHidden)
            writer.WriteBoolean("showticklabels", false);
        else
            WriteTickLabels(axis.IsLog, isCategorical);
        WriteRange(axis);
        if (isCategorical)
            writer.WriteString("type", "category");
        else if (axis.IsLog)
            WriteLogTicks(Panel.Decades(data));
        WriteLook();
    }

    private void WriteTickLabels(bool isLog, bool isCategorical)
    {
        // plotly.js draws powers of ten a quarter larger than it is told.
        writer.Object("tickfont", () => writer.WriteNumber("size", isLog ? plan.FontSize * 0.8 : plan.FontSize));
        if (!isCategorical)
            writer.WriteString("exponentformat", "power");
    }

    private void WriteLook()
    {
        writer.WriteString("ticks", "outside");
        writer.WriteNumber("ticklen", 4);
        writer.WriteBoolean("showline", true);
        writer.WriteBoolean("mirror", true);
        writer.WriteString("linecolor", Theme.Frame);
        writer.WriteString("tickcolor", Theme.Frame);
        writer.WriteBoolean("showgrid", !panel.ShowsMatrix);
        if (!panel.ShowsMatrix)
            writer.WriteString("gridcolor", Theme.Grid);
        writer.WriteBoolean("zeroline", false);
    }

    /// <summary>Both ends are a range; one end alone is a limit of the automatic range, since a range with a null in it is not valid.</summary>
    private void WriteRange(Axis axis)
    {
        if (axis is { Min: { } min, Max: { } max })
        {
            writer.Numbers("range", [axis.Place(min), axis.Place(max)]);
            return;
        }

        if ((axis.Min ?? axis.Max) is not { } end)
            return;
        // In the axis' own units, decimal logarithms on a logarithmic axis, like a range.
        writer.Object("autorangeoptions", () => writer.WriteNumber(axis.Max is null ? "minallowed" : "maxallowed", axis.Place(end)));
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
