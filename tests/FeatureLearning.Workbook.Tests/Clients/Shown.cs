using System.Text.Json;
using System.Text.RegularExpressions;

namespace FeatureLearning.Workbook.Tests.Clients;

/// <summary>What a cell showed once: a figure, or text of some kind, in a form in which all clients can be compared.</summary>
internal sealed partial record Shown(int Cell, string Kind, JsonElement Figure, string Text)
{
    public const string FigureKind = "figure", TableKind = "table";

    private const string Plotly = "application/vnd.plotly.v1+json", Html = "text/html";

    /// <summary>Whether it is what a notebook of the workbook shows; a line on its errors, a warning say, is not.</summary>
    public bool IsFigureOrTable => Kind is FigureKind or TableKind;

    /// <summary>The outputs of an executed .ipynb, in order.</summary>
    public static IReadOnlyList<Shown> InNotebook(string path)
    {
        JsonElement notebook = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        return [.. notebook.GetProperty("cells").EnumerateArray()
            .Where(cell => cell.GetProperty("cell_type").GetString() == "code")
            .SelectMany((cell, number) =>
                cell.GetProperty("outputs").EnumerateArray().Select(output => Output(number, output)))
            .Where(shown => !IsAddressScript(shown))];
    }

    /// <summary>What came of a cell over the tool's standard streams.</summary>
    public static IEnumerable<Shown> InEvents(int cell, IEnumerable<JsonElement> events)
    {
        foreach (JsonElement message in events)
        {
            if (message.GetProperty("event").TryGetProperty("formattedValues", out JsonElement values))
            {
                yield return Bundle(cell, StdioTool.NameOf(message), values.EnumerateArray().ToDictionary(
                    value => value.GetProperty("mimeType").GetString()!, value => value.GetProperty("value")));
            }
        }
    }

    /// <summary>How many statements these hold, and how many of those hold.</summary>
    public static (int Holding, int Total) Statements(IEnumerable<Shown> all)
    {
        string[] rows = [.. all.Where(shown => shown.Kind == TableKind)
            .SelectMany(shown => Row().Matches(shown.Text)).Select(match => match.Groups[1].Value)];
        return (rows.Count(row => row == "true"), rows.Length);
    }

    /// <summary>The first place where two differ, or null.</summary>
    public string? DifferenceFrom(Shown other) =>
        (Cell, Kind) != (other.Cell, other.Kind) ? $"cell {Cell} shows a {Kind}, cell {other.Cell} a {other.Kind}"
        : Text != other.Text ? $"cell {Cell}: {Text}\nagainst {other.Text}"
        : JsonDifference.Between(Figure, other.Figure, $"cell {Cell}");

    private static Shown Output(int cell, JsonElement output) => output.GetProperty("output_type").GetString() switch
    {
        "stream" => new Shown(cell, output.GetProperty("name").GetString()!, default, Joined(output.GetProperty("text"))),
        "error" => new Shown(cell, "error", default, output.GetProperty("evalue").GetString()!),
        var type => Bundle(
            cell, type!, output.GetProperty("data").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value)),
    };

    /// <summary>Figures by their JSON alone: their HTML holds it again, and a picture where a browser drew one.</summary>
    private static Shown Bundle(int cell, string source, Dictionary<string, JsonElement> data)
    {
        if (data.TryGetValue(Plotly, out JsonElement figure))
        {
            // The tool sends it as a string, in Jupyter too.
            bool isText = figure.ValueKind == JsonValueKind.String;
            return new Shown(cell, FigureKind, isText ? JsonDocument.Parse(figure.GetString()!).RootElement : figure, "");
        }

        string html = data.TryGetValue(Html, out JsonElement value) ? Joined(value) : "";
        return html.Contains("fl-table", StringComparison.Ordinal)
            ? new Shown(cell, TableKind, default, html)
            : new Shown(cell, $"{source} of {string.Join(", ", data.Keys)}", default, html);
    }

    /// <summary>The tool's kernel writes the addresses at which it listens into the first cell's output.</summary>
    private static bool IsAddressScript(Shown shown) =>
        shown.Text.Contains("dotnet-interactive-this-cell-", StringComparison.Ordinal);

    private static string Joined(JsonElement text) => text.ValueKind == JsonValueKind.Array
        ? string.Concat(text.EnumerateArray().Select(line => line.GetString()))
        : text.GetString()!;

    /// <summary>A statement table marks each row.</summary>
    [GeneratedRegex("data-holds=\"(true|false)\"")]
    private static partial Regex Row();
}
