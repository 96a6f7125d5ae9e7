using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace FeatureLearning.Plotly;

/// <summary>The few shapes of JSON that a figure consists of, written by hand so that the schema is visible where it is used.</summary>
internal static class Json
{
    // Letters of every script stay readable; < > & ' are escaped, so no text can end a <script> block.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Runs <paramref name="write"/> on a fresh writer and returns the document.</summary>
    public static string Build(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
            write(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>An object-valued property.</summary>
    public static void Object(this Utf8JsonWriter writer, string name, Action body)
    {
        writer.WriteStartObject(name);
        body();
        writer.WriteEndObject();
    }

    /// <summary>A number in shortest round-trip form; NaN and infinities, which JSON lacks, become null (a gap in plotly.js).</summary>
    public static void Number(this Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }

    /// <summary>A property that is an array of numbers.</summary>
    public static void Numbers(this Utf8JsonWriter writer, string name, IEnumerable<double> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.Number(value);
        writer.WriteEndArray();
    }

    /// <summary>A property that is an array of strings.</summary>
    public static void Strings(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    /// <summary>A font of the theme's family.</summary>
    public static void Font(this Utf8JsonWriter writer, string name, double size, string colour) => writer.Object(name, () =>
    {
        writer.WriteNumber("size", size);
        writer.WriteString("color", colour);
    });
}
