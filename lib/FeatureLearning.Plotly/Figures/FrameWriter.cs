using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>
/// Writes the frames of a figure with a slider. plotly.js lays a frame over whatever is shown, which may be any other state: so
/// each frame has every property that differs between any two states, and none that is the same in all.
/// </summary>
internal sealed class FrameWriter
{
    private readonly Utf8JsonWriter writer;
    private readonly SliderStates states;
    private readonly JsonElement[] traces;
    private readonly JsonElement[] layouts;
    private readonly JsonElement[] narrowLayouts;

    /// <param name="writer">Writes the document.</param>
    /// <param name="figure">A figure with a slider and common scales.</param>
    public FrameWriter(Utf8JsonWriter writer, Figure figure)
    {
        (this.writer, states) = (writer, figure.States!);
        Figure[] shown = [.. Enumerable.Range(0, states.All.Length).Select(figure.AtState)];
        traces = [.. shown.Select(ReadTraces)];
        layouts = [.. shown.Select(state => ReadLayout(state, isNarrow: false))];
        narrowLayouts = [.. shown.Select(state => ReadLayout(state, isNarrow: true))];
    }

    /// <summary>The property <c>frames</c>.</summary>
    public void Write()
    {
        var changes = Enumerable.Range(0, traces[0].GetArrayLength())
            .Select(trace => (Trace: trace, Names: Changing([.. traces.Select(state => state[trace])])))
            .Where(change => change.Names.Length > 0).ToArray();
        var ofLayout = Changing(layouts);
        writer.WriteStartArray("frames");
        for (var index = 0; index < states.All.Length; index++)
        {
            writer.WriteStartObject();
            writer.WriteString("name", states.NameOf(index));
            if (changes.Length > 0)
                WriteTraces(traces[index], changes);
            if (ofLayout.Length > 0)
            {
                writer.WritePropertyName("layout");
                WriteProperties(layouts[index], ofLayout);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The property <c>narrowFrames</c>: the frames' layouts in the narrow layout, where titles break elsewhere.</summary>
    public void WriteNarrowLayouts()
    {
        var names = Changing(narrowLayouts);
        if (names.Length == 0)
            return;
        writer.WriteStartArray("narrowFrames");
        foreach (var layout in narrowLayouts)
            WriteProperties(layout, names);
        writer.WriteEndArray();
    }

    private void WriteTraces(JsonElement state, (int Trace, string[] Names)[] changes)
    {
        writer.WriteStartArray("data");
        foreach (var (trace, names) in changes)
            WriteProperties(state[trace], names);
        writer.WriteEndArray();
        writer.WriteStartArray("traces");
        foreach (var (trace, _) in changes)
            writer.WriteNumberValue(trace);
        writer.WriteEndArray();
    }

    private void WriteProperties(JsonElement of, string[] names)
    {
        writer.WriteStartObject();
        foreach (var name in names)
        {
            writer.WritePropertyName(name);
            of.GetProperty(name).WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>
    /// Names of the properties that are not the same in all states; which properties there are is the same (see
    /// <see cref="SliderCheck"/>).
    /// </summary>
    private static string[] Changing(JsonElement[] states) =>
    [
        .. states[0].EnumerateObject().Select(property => property.Name)
            .Where(name => states.Select(state => state.GetProperty(name).GetRawText()).Distinct(StringComparer.Ordinal).Skip(1).Any()),
    ];

    private static JsonElement ReadTraces(Figure state) => JsonDocument.Parse(Json.Build(document =>
    {
        document.WriteStartArray();
        FigureWriter.WriteTraces(document, state);
        document.WriteEndArray();
    })).RootElement;

    private static JsonElement ReadLayout(Figure state, bool isNarrow) => JsonDocument.Parse(Json.Build(document =>
    {
        document.WriteStartObject();
        new LayoutWriter(document, state, new LayoutPlan(state, isNarrow)).WriteChangeable();
        document.WriteEndObject();
    })).RootElement;
}
