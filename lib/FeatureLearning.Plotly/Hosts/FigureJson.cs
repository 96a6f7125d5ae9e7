using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>Reads what hosts need from a figure's JSON without knowing the figure.</summary>
public static class FigureJson
{
    /// <summary>The caption, <c>layout.meta.caption</c>.</summary>
    /// <param name="figureJson">The figure, <c>{"data":[…],"layout":{…}}</c>.</param>
    /// <returns>The caption as its author wrote it (plain or TeX), or null when there is none.</returns>
    /// <exception cref="ArgumentException">The text is not JSON.</exception>
    public static string? Caption(string figureJson)
    {
        ArgumentNullException.ThrowIfNull(figureJson);
        try
        {
            using var document = JsonDocument.Parse(figureJson);
            return Find(document.RootElement, "layout", "meta", "caption") is { ValueKind: JsonValueKind.String } caption ? caption.GetString() : null;
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The figure is not JSON: {error.Message}", nameof(figureJson), error);
        }
    }

    /// <summary>What lies at a path of property names, or null.</summary>
    internal static JsonElement? Find(JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }
}
