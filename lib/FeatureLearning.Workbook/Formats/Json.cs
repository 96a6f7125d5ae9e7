using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>Reading JSON written by others: a property of the wrong kind counts as absent.</summary>
internal static class Json
{
    public static string? Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static JsonElement? Object(JsonElement? element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Object } found ? found : null;

    public static JsonElement? Property(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out JsonElement found) ? found : null;

    /// <summary>
    /// Parses a document whose every text can be read and written again: JSON allows half a surrogate pair (<c>"\ud800"</c>), .NET does
    /// not, and would say so only when that text is touched.
    /// </summary>
    /// <exception cref="JsonException">The text is not JSON as the options want it, or holds half a surrogate pair.</exception>
    public static JsonElement Parse(string text, JsonDocumentOptions options = default)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, options);
            Touch(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("half a surrogate pair", exception);
        }
        catch (ArgumentException exception)
        {
            throw new JsonException("not Unicode text", exception);
        }
    }

    private static void Touch(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Touch(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Touch(property.Value);
                }

                break;
        }
    }

    /// <summary>The document that <paramref name="write"/> writes.</summary>
    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            write(json);
        }

        using JsonDocument document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return document.RootElement.Clone();
    }

    /// <summary>nbformat's multi-line string: one string, or an array of strings to be joined.</summary>
    public static string? Multiline(JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } lines when lines.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String) =>
            string.Concat(lines.EnumerateArray().Select(line => line.GetString())),
        _ => null,
    };
}
