using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace FeatureLearning.Workbook.Report;

/// <summary>Marks keywords, strings, numbers, comments and directives of a C# cell for the style sheet: approximate by design.</summary>
internal static partial class CSharpColours
{
    private static readonly FrozenSet<string> Keywords = (
        "abstract as async await base bool break byte case catch char class const continue decimal default delegate do double else enum "
        + "event explicit extern false finally fixed float for foreach from get global goto group if implicit in init int interface "
        + "internal is join let lock long nameof namespace new not null object on operator or orderby out override params private "
        + "protected public readonly record ref required return sbyte sealed select set short sizeof stackalloc static string struct "
        + "switch this throw true try typeof uint ulong unchecked unsafe ushort using var virtual void volatile when where while "
        + "with yield")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static string Html(string code)
    {
        StringBuilder html = new(code.Length * 2);
        int position = 0;
        foreach (Match match in Token().Matches(code))
        {
            html.Append(WebUtility.HtmlEncode(code[position..match.Index]));
            position = match.Index + match.Length;
            string text = WebUtility.HtmlEncode(match.Value);
            html.Append(ClassOf(match) is { } name ? $"<span class=\"{name}\">{text}</span>" : text);
        }

        return html.Append(WebUtility.HtmlEncode(code[position..])).ToString();
    }

    private static string? ClassOf(Match match) =>
        match.Groups["comment"].Success ? "c"
        : match.Groups["text"].Success ? "s"
        : match.Groups["directive"].Success ? "d"
        : match.Groups["number"].Success ? "n"
        : Keywords.Contains(match.Value) ? "k"
        : char.IsUpper(match.Value[0]) ? "t"
        : null;

    [GeneratedRegex(
        """"
        (?<comment>//[^\n]*|/\*[\s\S]*?(?:\*/|\z))
        |(?<text>\$*"""[\s\S]*?(?:"""+|\z)|(?:\$@|@\$|@)"(?:[^"]|"")*"?|\$?"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])+')
        |(?<directive>^[ \t]*\#[^\n]*)
        |(?<number>\b(?:0[xXbB][0-9a-fA-F_]+|[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?)[a-zA-Z]{0,2}\b)
        |@?[\p{L}_][\p{L}\p{N}_]*
        """",
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline)]
    private static partial Regex Token();
}
