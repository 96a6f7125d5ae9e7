using System.Text;

namespace FeatureLearning.Plotly;

/// <summary>Measures and wraps the HTML of labels, which plotly.js itself never wraps.</summary>
internal static class HtmlText
{
    /// <summary>Splits into tags and the text between them.</summary>
    public static IEnumerable<(string Token, bool IsTag)> Tokens(string html)
    {
        for (var start = 0; start < html.Length;)
        {
            var isTag = html[start] == '<';
            var end = html.IndexOf(isTag ? '>' : '<', start);
            end = end < 0 ? html.Length : isTag ? end + 1 : end;
            yield return (html[start..end], isTag);
            start = end;
        }
    }

    /// <summary>Shown characters of the longest line; an entity is one, a combining mark none.</summary>
    public static int Length(string html)
    {
        var (longest, current) = (0, 0);
        foreach (var (token, isTag) in Tokens(html))
        {
            current = isTag && token == "<br>" ? 0 : current + (isTag ? 0 : Shown(token));
            longest = Math.Max(longest, current);
        }

        return longest;
    }

    /// <summary>Number of lines: line breaks plus one.</summary>
    public static int Lines(string html) => html.Split("<br>").Length;

    /// <summary>Breaks at blanks so that no line is longer than <paramref name="width"/> characters, if words allow; never inside sub or sup.</summary>
    public static string Wrap(string html, int width)
    {
        var wrapped = new StringBuilder();
        var used = 0;
        foreach (var word in Words(html))
        {
            var length = Length(word);
            if (used > 0 && used + 1 + length > width)
            {
                wrapped.Append("<br>");
                used = 0;
            }
            else if (used > 0)
            {
                wrapped.Append(' ');
                used++;
            }

            wrapped.Append(word);
            used += length;
        }

        return wrapped.ToString();
    }

    private static IEnumerable<string> Words(string html)
    {
        var (start, depth, inTag) = (0, 0, false);
        for (var i = 0; i < html.Length; i++)
        {
            if (html[i] == '<')
                (inTag, depth) = (true, depth + (i + 1 < html.Length && html[i + 1] == '/' ? -1 : 1));
            else if (html[i] == '>')
                inTag = false;
            else if (html[i] == ' ' && !inTag && depth == 0)
            {
                yield return html[start..i];
                start = i + 1;
            }
        }

        yield return html[start..];
    }

    private static int Shown(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '&' && text.IndexOf(';', i) is var end and > 0)
                i = end;
            var kind = char.GetUnicodeCategory(text, i);
            if (kind is not (System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark))
                count++;
            if (char.IsHighSurrogate(text[i]))
                i++;
        }

        return count;
    }
}
