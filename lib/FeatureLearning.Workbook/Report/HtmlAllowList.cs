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
            ? PlainStyle().IsMatch(value) && !CoveringStyle().IsMatch(value)
            : Attributes.Contains(name)
                || name.StartsWith("data-", StringComparison.Ordinal)
                || name.StartsWith("aria-", StringComparison.Ordinal);

    [GeneratedRegex(
        """\G<(?<close>/?)(?<name>[a-z][a-z0-9]*)(?:\s+(?<attribute>[a-z][a-z0-9-]*)(?:="(?<value>[^"<>]*)"|(?<value>)))*\s*/?>""")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\A[a-zA-Z0-9\s:;,.%#()+\-]*\z")]
    private static partial Regex PlainStyle();

    [GeneratedRegex(@"url|expression|position|import|image|z-index|transform|margin[a-z-]*\s*:\s*-", RegexOptions.IgnoreCase)]
    private static partial Regex CoveringStyle();
}
