using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>Writes plotly.js's <c>layout</c> by a plan.</summary>
internal sealed class LayoutWriter(Utf8JsonWriter writer, Figure figure, LayoutPlan plan)
{
    /// <summary>The fields of the layout, without braces; <paramref name="meta"/> writes what a host may look for.</summary>
    public void WriteFields(Action? meta = null)
    {
        writer.WriteBoolean("autosize", true);
        writer.WriteNumber("height", plan.Height);
        WriteLook();
        if (plan.HasTitle)
            WriteTitle();
        writer.Object("margin", () =>
        {
            writer.WriteNumber("l", 40);
            writer.WriteNumber("r", 16);
            writer.WriteNumber("t", plan.TopMargin);
            // Axis titles and the legend push it to what they need.
            writer.WriteNumber("b", 24);
        });
        WriteLegend();
        for (var panel = 0; panel < figure.Panels.Length; panel++)
        {
            new AxisWriter(writer, figure, plan, panel).Write();
            if (figure.Panels[panel].Traces.OfType<HeatmapTrace>().FirstOrDefault() is { } heatmap)
                writer.Object("coloraxis" + AxisWriter.Id(panel), () => heatmap.WriteColourAxis(writer, plan, plan.CellOf(panel)));
        }

        if (figure.IsStamped || figure.Panels.Any(panel => panel.Title.Length > 0 || panel.Notes.Length > 0))
            WriteAnnotations();
        if (figure.Panels.Any(panel => panel.Lines.Length > 0))
            WriteShapes();
        if (figure.States is { } states)
            new SliderWriter(writer, states, plan).Write();
        if (meta is not null)
            writer.Object("meta", meta);
    }

    /// <summary>The fields that may differ at another value of the slider; the rest of the title stays as it is.</summary>
    public void WriteChangeable()
    {
        writer.Object("title", () =>
        {
            writer.WriteString("text", plan.Title);
            writer.Object("pad", WriteTitlePad);
        });
        WriteAnnotations();
        WriteShapes();
    }

    private void WriteLook()
    {
        writer.WriteString("paper_bgcolor", Theme.Paper);
        writer.WriteString("plot_bgcolor", Theme.Paper);
        writer.Object("font", () =>
        {
            writer.WriteString("family", Theme.Font);
            writer.WriteNumber("size", plan.FontSize);
            writer.WriteString("color", Theme.Text);
        });
        writer.WriteString("hovermode", "closest");
        writer.Object("hoverlabel", () =>
        {
            writer.WriteString("bgcolor", Theme.Paper);
            writer.WriteNumber("namelength", -1);
        });
        var bars = figure.Panels.SelectMany(panel => panel.Traces).OfType<BarTrace>().ToArray();
        if (bars.Length > 0)
            writer.WriteString("barmode", bars.Any(bar => bar.IsHistogram) ? "overlay" : "group");
    }

    private void WriteTitle() => writer.Object("title", () =>
    {
        writer.WriteString("text", plan.Title);
        writer.Font("font", plan.FontSize + 3, Theme.Text);
        writer.WriteString("xref", "container");
        writer.WriteNumber("x", 0);
        writer.WriteString("xanchor", "left");
        writer.WriteString("yref", "container");
        writer.WriteNumber("y", 1);
        writer.WriteString("yanchor", "top");
        writer.Object("pad", WriteTitlePad);
    });

    private void WriteTitlePad()
    {
        writer.WriteNumber("l", 12);
        // plotly.js centres further lines about the first one; half their height brings the first back below the edge.
        writer.WriteNumber("t", 14 + 11 * (HtmlText.Lines(plan.Title) - 1));
    }

    private void WriteLegend()
    {
        writer.WriteBoolean("showlegend", plan.HasLegend);
        if (!plan.HasLegend)
            return;
        writer.Object("legend", () =>
        {
            writer.WriteString("orientation", plan.LegendIsRight ? "v" : "h");
            writer.WriteNumber("x", plan.LegendIsRight ? 1.02 : 0.5);
            writer.WriteString("xanchor", plan.LegendIsRight ? "left" : "center");
            writer.WriteString("xref", plan.LegendIsRight ? "paper" : "container");
            writer.WriteNumber("y", plan.LegendIsRight ? 1 : 0);
            writer.WriteString("yanchor", plan.LegendIsRight ? "top" : "bottom");
            writer.WriteString("yref", plan.LegendIsRight ? "paper" : "container");
            writer.WriteNumber("itemwidth", 40);
            writer.WriteNumber("tracegroupgap", plan.LegendIsRight ? 2 : 6);
            writer.WriteString("groupclick", "togglegroup");
        });
    }

    private void WriteAnnotations()
    {
        writer.WriteStartArray("annotations");
        for (var index = 0; index < figure.Panels.Length; index++)
            WriteNotes(figure.Panels[index], AxisWriter.Id(index), plan.PanelTitles[index]);
        if (figure.IsStamped)
            WriteStamp();
        writer.WriteEndArray();
    }

    private void WriteShapes()
    {
        writer.WriteStartArray("shapes");
        for (var index = 0; index < figure.Panels.Length; index++)
        {
            foreach (var line in figure.Panels[index].Lines)
                WriteLine(figure.Panels[index], line, AxisWriter.Id(index));
        }

        writer.WriteEndArray();
    }

    private void WriteNotes(Panel panel, string id, string title)
    {
        if (title.Length > 0)
            WriteAnnotation(title, $"x{id} domain", 0, $"y{id} domain", 1, () =>
            {
                writer.WriteString("xanchor", "left");
                writer.WriteString("yanchor", "bottom");
                writer.WriteString("align", "left");
                writer.WriteNumber("yshift", 4);
                writer.WriteBoolean("showarrow", false);
                writer.Font("font", plan.FontSize + 1, Theme.Text);
            });

        foreach (var note in panel.Notes)
            WriteAnnotation(Label.ToHtml(note.Text), $"x{id}", panel.X.Place(note.X), $"y{id}", panel.Y.Place(note.Y), () =>
            {
                writer.WriteBoolean("showarrow", note.HasArrow);
                // The paper shines through a little, so that a remark over a curve hides neither.
                writer.WriteString("bgcolor", "rgba(255,255,255,0.8)");
                writer.WriteString("arrowcolor", Theme.Quiet);
                writer.WriteNumber("arrowwidth", 1);
                writer.WriteNumber("arrowhead", 2);
            });
    }

    private void WriteStamp() => WriteAnnotation(Figure.Stamp, "paper", 0.5, "paper", 0.5, () =>
    {
        writer.WriteBoolean("showarrow", false);
        writer.WriteNumber("textangle", -20);
        writer.WriteNumber("opacity", 0.6);
        writer.Font("font", plan.IsNarrow ? 30 : 44, Theme.Warning);
    });

    private void WriteAnnotation(string html, string xref, double x, string yref, double y, Action style)
    {
        writer.WriteStartObject();
        writer.WriteString("text", html);
        writer.WriteString("xref", xref);
        writer.WritePropertyName("x");
        writer.Number(x);
        writer.WriteString("yref", yref);
        writer.WritePropertyName("y");
        writer.Number(y);
        style();
        writer.WriteEndObject();
    }

    private void WriteLine(Panel panel, ReferenceLine line, string id)
    {
        var (across, along) = line.IsHorizontal ? ("y", "x") : ("x", "y");
        writer.WriteStartObject();
        writer.WriteString("type", "line");
        writer.WriteString($"{across}ref", $"{across}{id}");
        writer.WriteNumber($"{across}0", line.At);
        writer.WriteNumber($"{across}1", line.At);
        writer.WriteString($"{along}ref", $"{along}{id} domain");
        writer.WriteNumber($"{along}0", 0);
        writer.WriteNumber($"{along}1", 1);
        // Below the curves would be below the grid too, which hides it; plotly.js cannot draw lines that span a domain in between.
        writer.WriteString("layer", "above");
        writer.Object("line", () =>
        {
            writer.WriteString("color", line.Series.Colour);
            writer.WriteNumber("width", line.Series.Width);
            writer.WriteString("dash", Names.Of(line.Series.Dash));
        });
        if (line.Text.Length > 0)
            WriteLineLabel(line);
        writer.WriteEndObject();
    }

    private void WriteLineLabel(ReferenceLine line) => writer.Object("label", () =>
    {
        writer.WriteString("text", Label.ToHtml(line.Text));
        writer.WriteString("textposition", "end");
        // Along a horizontal line the text stands on it at its right end; along a vertical one it runs down from the top, left of it.
        if (!line.IsHorizontal)
            writer.WriteString("xanchor", "right");
        writer.WriteString("yanchor", "bottom");
        writer.Font("font", plan.FontSize - 1, line.Series.Colour);
    });
}
