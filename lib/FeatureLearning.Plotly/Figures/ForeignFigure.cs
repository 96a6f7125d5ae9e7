using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>
/// A plotly.js figure that another library made, as its JSON. It renders itself where <see cref="Figure"/> does: offline in the report, and with
/// a static picture in executed notebooks.
/// </summary>
/// <remarks>Two are equal if their JSON means the same: the order of properties and the way of writing a number do not count.</remarks>
[TypeFormatterSource(typeof(ForeignFigureFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plotly, MimeTypes.Plain])]
public sealed class ForeignFigure : IEquatable<ForeignFigure>
{
    private readonly string json;
    private readonly JsonElement document;

    private ForeignFigure(string json, JsonElement document) => (this.json, this.document) = (json, document);

    /// <summary>Takes over a figure.</summary>
    /// <param name="json">One object <c>{"data":[…],"layout":{…}}</c>, with <c>config</c> and <c>frames</c> if there are any.</param>
    /// <exception cref="ArgumentException">It is not JSON, or not such an object.</exception>
    public static ForeignFigure FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var root = JsonDocument.Parse(json).RootElement;
            return FigureJson.Find(root, "data") is { ValueKind: JsonValueKind.Array } && FigureJson.Find(root, "layout") is { ValueKind: JsonValueKind.Object }
                ? new ForeignFigure(json, root)
                : throw new ArgumentException("A figure is an object with an array \"data\" and an object \"layout\"; these did not come.", nameof(json));
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The figure is not JSON: {error.Message}", nameof(json), error);
        }
    }

    /// <summary>The figure as it came.</summary>
    public string ToJson() => json;

    /// <summary>The fragment of <see cref="FigureHtml.ForNotebook"/> without a static picture; also the method that Verso looks for.</summary>
    public string ToHtml() => FigureHtml.ForNotebook(json, null, FigureJson.Caption(json));

    /// <summary>The title in one line, for terminals.</summary>
    public override string ToString()
    {
        var title = FigureJson.Find(document, "layout", "title", "text") ?? FigureJson.Find(document, "layout", "title");
        return $"Figure \"{(title is { ValueKind: JsonValueKind.String } text ? text.GetString() : "")}\"";
    }

    /// <inheritdoc />
    public bool Equals(ForeignFigure? other) => other is not null && JsonElement.DeepEquals(document, other.document);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ForeignFigure);

    /// <inheritdoc />
    public override int GetHashCode() => document.GetProperty("data").GetArrayLength();
}
