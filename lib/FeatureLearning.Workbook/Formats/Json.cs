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

    /// <summary>nbformat's multi-line string: one string, or an array of strings to be joined.</summary>
    public static string? Multiline(JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } lines when lines.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String) =>
            string.Concat(lines.EnumerateArray().Select(line => line.GetString())),
        _ => null,
    };
}
