using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace FeatureLearning.Workbook.Report;

/// <summary>
/// Decides whether an output's HTML may stand in the page itself: well-nested tags of tables and text, harmless attributes, and
/// nothing else. Anything that is not plainly harmless goes into a frame of its own, so there is no need to be clever.
/// </summary>
internal static partial class HtmlAllowList
{
    private static readonly FrozenSet<string> Tags = FrozenSet.Create(
        "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "div", "p", "span", "b", "strong", "i", "em",
        "u", "s", "sub", "sup", "small", "code", "pre", "kbd", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote",
        "h1", "h2", "h3", "h4", "h5", "h6", "section", "figure", "figcaption", "details", "summary", "abbr", "var", "mark");

    private static readonly FrozenSet<string> VoidTags = FrozenSet.Create("br", "hr", "col");

    private static readonly FrozenSet<string> Attributes = FrozenSet.Create(
        "class", "colspan", "rowspan", "scope", "span", "title", "align", "valign", "lang", "dir", "style", "role", "start", "open");

    /// <summary>What colours, sets and spaces an element in its own place; nothing that moves it, covers others or fetches.</summary>
    private static readonly FrozenSet<string> Styles = FrozenSet.Create(
        "color", "background", "background-color", "color-scheme", "text-align", "vertical-align", "white-space", "text-decoration",
        "font", "font-family", "font-size", "font-style", "font-weight", "font-variant-numeric", "line-height",
        "border", "border-top", "border-right", "border-bottom", "border-left", "border-collapse", "border-color", "border-spacing", "border-radius",
        "padding", "padding-top", "padding-right", "padding-bottom", "padding-left",
        "margin", "margin-top", "margin-right", "margin-bottom", "margin-left",
        "width", "min-width", "max-width", "caption-side", "overflow-x", "overflow-wrap", "box-sizing", "list-style", "list-style-type");

    public static bool Allows(string html)
    {
        Stack<string> open = new();
        for (int position = html.IndexOf('<', StringComparison.Ordinal); position >= 0; position = html.IndexOf('<', position))
        {
            Match tag = Tag().Match(html, position);
            if (!tag.Success || tag.Index != position || !Accept(tag, open))
            {
                return false;
            }

            position += tag.Length;
            if (position >= html.Length)
            {
                break;
            }
        }

        return open.Count == 0;
    }

    private static bool Accept(Match tag, Stack<string> open)
    {
        string name = tag.Groups["name"].Value;
        if (!Tags.Contains(name))
        {
            return false;
        }

        if (tag.Groups["close"].Length > 0)
        {
            return open.TryPop(out string? opened) && opened == name;
        }

        if (!VoidTags.Contains(name))
        {
            open.Push(name);
        }

        CaptureCollection names = tag.Groups["attribute"].Captures;
        CaptureCollection values = tag.Groups["value"].Captures;
        return Enumerable.Range(0, names.Count).All(i => AcceptAttribute(names[i].Value, values[i].Value));
    }

    /// <summary>A style may colour and space its own element, and neither cover the page nor fetch anything.</summary>
    private static bool AcceptAttribute(string name, string value) =>
        name == "style"
            ? value.Split(';').All(AcceptDeclaration)
            : Attributes.Contains(name)
                || name.StartsWith("data-", StringComparison.Ordinal)
                || name.StartsWith("aria-", StringComparison.Ordinal);

    [GeneratedRegex(
        """\G<(?<close>/?)(?<name>[a-z][a-z0-9]*)(?:\s+(?<attribute>[a-z][a-z0-9-]*)(?:="(?<value>[^"<>]*)"|(?<value>)))*\s*/?>""")]
    private static partial Regex Tag();

    private static bool AcceptDeclaration(string declaration)
    {
        string[] parts = declaration.Split(':', 2);
        return parts switch
        {
            [var blank] => string.IsNullOrWhiteSpace(blank),
            [var property, var value] => Styles.Contains(property.Trim()) && PlainValue().IsMatch(value),
            _ => false,
        };
    }

    /// <summary>Words, colours and numbers that are not negative; of functions, only those of colours.</summary>
    [GeneratedRegex(@"\A(?:[a-zA-Z0-9\s,.%#!]|(?<=[a-zA-Z])-(?=[a-zA-Z])|\b(?:rgb|hsl)a?\([0-9\s.,%]*\))*\z")]
    private static partial Regex PlainValue();
}
