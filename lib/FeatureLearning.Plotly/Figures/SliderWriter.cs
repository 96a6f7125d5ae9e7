using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>Writes the slider itself, between the axes and the legend.</summary>
internal sealed class SliderWriter(Utf8JsonWriter writer, SliderStates states, LayoutPlan plan)
{
    // plotly.js' own measures, which have no setting: from the value's line to the ticks, and the touchable part of the rail.
    private const int RailRoom = 25;

    private const int ValueGap = 6;
    private const int TickLength = 4;
    private const int GapAbove = 2;
    private const int GapBelow = 10;
    private const double LineHeight = 1.3;

    /// <summary>Room from the axes' titles to the legend: the value, the rail and the labels below it.</summary>
    public static double Height(double fontSize) =>
        GapAbove + (fontSize + 1) * LineHeight + ValueGap + RailRoom + TickLength + fontSize * LineHeight + GapBelow;

    /// <summary>The property <c>sliders</c> with the one slider; moving it goes to the frame of that value.</summary>
    public void Write()
    {
        writer.WriteStartArray("sliders");
        writer.WriteStartObject();
        writer.WriteNumber("active", states.Initial);
        WritePlace();
        WriteLook();
        writer.WriteStartArray("steps");
        var texts = SliderStates.TextsOf(states.Values);
        for (var index = 0; index < texts.Length; index++)
            WriteStep(states.NameOf(index), texts[index]);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private void WritePlace()
    {
        writer.WriteNumber("x", 0);
        writer.WriteString("xanchor", "left");
        writer.WriteNumber("len", 1);
        writer.WriteNumber("y", 0);
        writer.WriteString("yanchor", "top");
        writer.Object("pad", () =>
        {
            writer.WriteNumber("l", 0);
            writer.WriteNumber("r", 0);
            writer.WriteNumber("t", plan.AxesBelow + GapAbove);
            writer.WriteNumber("b", GapBelow);
        });
    }

    private void WriteLook()
    {
        writer.Object("currentvalue", () =>
        {
            // plotly.js takes %{…} in it for a place of layout.meta.
            writer.WriteString("prefix", Label.ToHtml(states.Label).Replace("%{", "% {", StringComparison.Ordinal) + " = ");
            writer.WriteNumber("offset", ValueGap);
            writer.Font("font", plan.FontSize + 1, Theme.Text);
        });
        writer.Font("font", plan.FontSize, Theme.Text);
        writer.WriteString("bgcolor", Theme.Grid);
        writer.WriteString("activebgcolor", Theme.Frame);
        writer.WriteString("bordercolor", Theme.Frame);
        writer.WriteString("tickcolor", Theme.Frame);
        writer.WriteNumber("ticklen", TickLength);
        writer.WriteNumber("minorticklen", TickLength / 2);
        writer.Object("transition", () => writer.WriteNumber("duration", 0));
    }

    private void WriteStep(string name, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("label", text);
        writer.WriteString("method", "animate");
        writer.WriteStartArray("args");
        writer.WriteStartArray();
        writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteStartObject();
        writer.WriteString("mode", "immediate");
        writer.Object("frame", () =>
        {
            writer.WriteNumber("duration", 0);
            // Without it plotly.js moves lines alone: no heatmap, no bar, no reference line.
            writer.WriteBoolean("redraw", true);
        });
        writer.Object("transition", () => writer.WriteNumber("duration", 0));
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
