using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>
/// Kinds of traces that other libraries still write and that our plotly.js no longer has. It says nothing about them and draws empty axes in
/// their place, so such a figure gets a sentence instead. They are not renamed: the maps have other tiles, styles and a view of their own.
/// </summary>
internal static class RetiredTraces
{
    private static readonly Dictionary<string, string> Successors = new()
    {
        ["scattermapbox"] = "scattermap",
        ["choroplethmapbox"] = "choroplethmap",
        ["densitymapbox"] = "densitymap",
        ["heatmapgl"] = "heatmap",
        ["pointcloud"] = "scattergl",
    };

    /// <summary>Each retired kind and the one that took its place.</summary>
    public static IReadOnlyDictionary<string, string> All => Successors;

    /// <summary>Why a figure is not drawn, or null: it has no such trace, or it is no figure.</summary>
    public static string? WhyNotDrawn(string figureJson)
    {
        string[] retired = [.. Kinds(figureJson).Where(Successors.ContainsKey).Distinct()];
        return retired.Length == 0
            ? null
            : $"This figure is not drawn: plotly.js {PlotlyScript.Version}, which draws the figures here, no longer has the trace type "
                + string.Join(" nor ", retired.Select(kind => $"{kind} ({Successors[kind]} took its place)")) + ".";
    }

    private static string[] Kinds(string figureJson)
    {
        // Nearly every figure ends here, unparsed.
        if (!Successors.Keys.Any(kind => figureJson.Contains(kind, StringComparison.Ordinal)))
            return [];
        try
        {
            using var document = JsonDocument.Parse(figureJson);
            return FigureJson.Find(document.RootElement, "data") is { ValueKind: JsonValueKind.Array } data
                ? [.. data.EnumerateArray().Select(trace => FigureJson.Find(trace, "type")).Where(type => type is { ValueKind: JsonValueKind.String })
                    .Select(type => type!.Value.GetString()!)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
