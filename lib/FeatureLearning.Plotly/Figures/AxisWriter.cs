using System.Globalization;
using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>Writes the two axes of one panel.</summary>
internal sealed class AxisWriter(Utf8JsonWriter writer, Figure figure, LayoutPlan plan, int index)
{
    private readonly Panel panel = figure.Panels[index];
    private readonly Cell cell = plan.CellOf(index);
    private readonly PanelRoom room = plan.RoomOf(index);

    /// <summary>plotly.js's suffix of axis names: nothing for the first panel, 2, 3, … for the others.</summary>
    public static string Id(int panel) => panel == 0 ? "" : (panel + 1).ToString(CultureInfo.InvariantCulture);

    public void Write()
    {
        writer.Object("xaxis" + Id(index), () =>
        {
            WriteAxis(panel.X, isX: true, cell.Left, cell.Right, plan.PanelWidth);
            if (figure.SharesX && index >= figure.ColumnCount)
                writer.WriteString("matches", "x" + Id(index % figure.ColumnCount));
            if (panel.ShowsMatrix || panel.IsSquare)
                writer.WriteString("constrain", "domain");
        });
        writer.Object("yaxis" + Id(index), () =>
        {
            WriteAxis(panel.Y, isX: false, cell.Bottom, cell.Top, plan.PanelHeight);
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

    private void WriteAxis(Axis axis, bool isX, double from, double to, double length)
    {
        if (axis.Title.Length > 0 && !(isX ? room.HidesXTitle : room.HidesYTitle))
        {
            writer.Object("title", () =>
            {
                writer.WriteString("text", LayoutPlan.Wrapped(axis.Title, length, plan.FontSize + 1));
                writer.Font("font", plan.FontSize + 1, Theme.Text);
                writer.WriteNumber("standoff", 8);
            });
        }

        writer.WriteString("anchor", (isX ? "y" : "x") + Id(index));
        writer.WriteStartArray("domain");
        writer.WriteNumberValue(from);
        writer.WriteNumberValue(to);
        writer.WriteEndArray();
        writer.WriteBoolean("automargin", true);
        WriteScale(axis, isX, length);
        WriteRange(axis);
        WriteLook();
    }

    private void WriteScale(Axis axis, bool isX, double length)
    {
        var isCategorical = isX && panel.Traces.Any(trace => trace.HasCategories);
        var range = isX ? room.XRange : room.YRange;
        var labels = axis.IsLog ? Ticks.OfLog(range) : LogLabels.Automatic;
        var isHidden = isX ? room.HidesXLabels : room.HidesYLabels;
        if (isHidden)
            writer.WriteBoolean("showticklabels", false);
        else // plotly.js draws powers of ten a quarter larger than it is told.
            writer.Object("tickfont", () => writer.WriteNumber("size", labels == LogLabels.Powers ? plan.FontSize * 0.8 : plan.FontSize));
        if (isCategorical)
        {
            writer.WriteString("type", "category");
            return;
        }

        if (!isHidden)
            writer.WriteString("exponentformat", "power");
        if (axis.IsLog)
            WriteLogTicks(labels, Math.Log10(range.High / range.Low));
        else if (isX && room.MostXLabels(length) is { } most)
            writer.WriteNumber("nticks", most);
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

    private void WriteLogTicks(LogLabels labels, double decades)
    {
        writer.WriteString("type", "log");
        if (labels == LogLabels.Automatic)
            return;
        if (labels == LogLabels.OneTwoFive)
        {
            writer.WriteString("dtick", "D2");
            // Without a format plotly.js writes 2 and 5 in tiny digits and leaves the decade to the reader.
            writer.WriteString("tickformat", "~g");
            return;
        }

        writer.WriteNumber("dtick", Math.Max(1, Math.Ceiling(decades / 8)));
        writer.Object("minor", () =>
        {
            writer.WriteString("ticks", "outside");
            writer.WriteNumber("ticklen", 2);
            writer.WriteString("tickcolor", Theme.Frame);
        });
    }
}
