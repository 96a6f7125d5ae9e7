using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>Writes the whole document: data, layout, config, and frames where there is a slider.</summary>
internal static class FigureWriter
{
    /// <summary>The document as JSON.</summary>
    /// <remarks>
    /// <c>layout.meta</c> carries what plotly.js has no place for: the caption (as the author wrote it), the width of the static picture,
    /// the width beyond which a page should not stretch the figure (<c>maxWidth</c>, if any), the width in CSS pixels below which a page
    /// should take <c>narrow</c> instead (with its own limit <c>narrowMaxWidth</c>, if any), and <c>narrow</c> itself: the same layout with
    /// all panels below each other. Where the layout changes with a slider, <c>narrowFrames</c> has the frames' layouts for <c>narrow</c>.
    /// </remarks>
    public static string Write(Figure given) => Json.Build(writer =>
    {
        var figure = given.WithCommonScales();
        var frames = figure.States is null ? null : new FrameWriter(writer, figure);
        var (wide, narrow) = (new LayoutPlan(figure, isNarrow: false), new LayoutPlan(figure, isNarrow: true));
        writer.WriteStartObject();
        writer.WriteStartArray("data");
        WriteTraces(writer, figure);
        writer.WriteEndArray();
        writer.Object("layout", () => new LayoutWriter(writer, figure, wide).WriteFields(() =>
        {
            if (figure.CaptionText is { } caption)
                writer.WriteString("caption", caption);
            writer.WriteNumber("width", wide.Width);
            if (wide.IsSquare)
            {
                writer.WriteNumber("maxWidth", wide.Width);
                writer.WriteNumber("narrowMaxWidth", narrow.Width + 50);
            }

            writer.WriteNumber("narrowBelow", wide.LeastWidth);
            writer.Object("narrow", () => new LayoutWriter(writer, figure, narrow).WriteFields());
            frames?.WriteNarrowLayouts();
        }));
        writer.Object("config", () =>
        {
            writer.WriteBoolean("responsive", true);
            writer.WriteBoolean("displaylogo", false);
            writer.Strings("modeBarButtonsToRemove", ["select2d", "lasso2d", "autoScale2d", "sendChartToCloud"]);
            writer.Object("toImageButtonOptions", () => writer.WriteNumber("scale", 2));
        });
        frames?.Write();
        writer.WriteEndObject();
    });

    /// <summary>The traces of all panels.</summary>
    public static void WriteTraces(Utf8JsonWriter writer, Figure figure)
    {
        var legend = new LegendEntries(figure);
        for (var index = 0; index < figure.Panels.Length; index++)
        {
            var (panel, id) = (figure.Panels[index], AxisWriter.Id(index));
            foreach (var trace in panel.Traces)
            {
                var context = new TraceContext($"x{id}", $"y{id}", panel.X, panel.Y, $"coloraxis{id}");
                writer.WriteStartObject();
                trace.WriteFields(writer, legend.Place(trace, context));
                writer.WriteEndObject();
            }
        }
    }
}
