using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Sweeps.Grids;

/// <summary>Reading JSON strictly: an unknown, missing or repeated key, or a value of the wrong kind, is an error that says where.</summary>
internal static class GridJson
{
    /// <summary>Far more than the deepest grid has; a deeper document is refused before it costs anything.</summary>
    private const int MaxDepth = 16;

    private const int ShownLength = 60;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The one object that a document is.</summary>
    /// <exception cref="GridException">Not UTF-8, not JSON, nested too deeply, a repeated key, or not an object.</exception>
    public static JsonElement ParseObject(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Object(Json.Parse(Utf8.GetString(utf8), Strict), "the document");
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            throw new GridException($"not JSON: {error.Message.Split(" Path:")[0]}", error);
        }
    }

    /// <summary>One object as a text of UTF-8 with a last line end: the same content gives the same bytes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <exception cref="GridException">It is not an object.</exception>
    public static JsonElement Object(JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.Object ? element : throw Wrong(where, "an object", element);

    /// <summary>The items of an array that has some.</summary>
    /// <exception cref="GridException">It is not an array, or is empty.</exception>
    public static IReadOnlyList<JsonElement> Items(JsonElement element, string where) =>
        element.ValueKind != JsonValueKind.Array ? throw Wrong(where, "a list", element)
        : element.GetArrayLength() == 0 ? throw new GridException($"{where}: the list is empty.")
        : [.. element.EnumerateArray()];

    /// <exception cref="GridException">There is a key that is not among the known.</exception>
    public static void OnlyKeys(JsonElement element, string where, params IEnumerable<string> known)
    {
        HashSet<string> allowed = [.. known];
        foreach (JsonProperty property in element.EnumerateObject().Where(property => !allowed.Contains(property.Name)))
        {
            throw new GridException($"{where}: unknown key '{Clip(property.Name)}'; there are {string.Join(", ", allowed)}.");
        }
    }

    /// <exception cref="GridException">There is no such key.</exception>
    public static JsonElement Required(JsonElement element, string where, string name) =>
        Json.Property(element, name) ?? throw new GridException($"{where}: '{name}' is missing.");

    /// <exception cref="GridException">It is not a text.</exception>
    public static string Text(JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong(where, "a text", element);

    public static GridException Wrong(string where, string expected, JsonElement came) =>
        new($"{where}: expected {expected}, not {Clip(came.GetRawText())}.");

    private static string Clip(string text)
    {
        string line = string.Concat(text.Take(ShownLength).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
        return text.Length > ShownLength ? line + "…" : line;
    }
}
