using System.Net;
using System.Text;

namespace FeatureLearning.Plotly;

/// <summary>
/// Text of titles, axes, legends and annotations: a small part of TeX turned into Unicode and the HTML subset that plotly.js
/// draws by itself (<c>&lt;sub&gt;</c>, <c>&lt;sup&gt;</c>, <c>&lt;b&gt;</c>, <c>&lt;i&gt;</c>), so that labels read well without MathJax.
/// </summary>
/// <remarks>
/// The rule, the same everywhere a figure or a table takes text:
/// <list type="bullet">
/// <item>Text with none of <c>\</c>, <c>$</c>, <c>^{</c>, <c>_{</c> is plain: it is shown exactly as written (<c>N_x</c> stays <c>N_x</c>).</item>
/// <item>Text with one of these but no <c>$</c> is read as TeX from end to end; words and spaces in it stay as they are
/// (<c>scaling \chi</c>, <c>K^{-1}</c>, <c>\langle\Delta\rangle_{test}</c>).</item>
/// <item>Text with <c>$…$</c> is plain outside the dollars and TeX inside; <c>\$</c> is a dollar sign.</item>
/// </list>
/// Understood: Greek letters, relations, arrows and brackets by name (see <see cref="Commands"/>), <c>^{…}</c>, <c>_{…}</c>, braces,
/// <c>\bar \hat \tilde \dot \vec</c>, <c>\frac{a}{b}</c> (as a/b), <c>\sqrt{a}</c>, <c>\text \mathrm \mathbf \mathit \mathcal \mathbb</c>.
/// </remarks>
public static class Label
{
    /// <summary>The names of all symbols that <see cref="ToHtml"/> knows, without the backslash.</summary>
    public static IReadOnlyCollection<string> Commands => TexSymbols.Names;

    /// <summary>The label as plotly's HTML subset; characters that HTML reserves are escaped.</summary>
    /// <param name="text">Plain text or TeX, by the rule above.</param>
    /// <returns>HTML that is safe to put into a figure or a page.</returns>
    /// <exception cref="ArgumentException">An unknown command (the message names it), an unclosed brace or dollar.</exception>
    public static string ToHtml(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('$', StringComparison.Ordinal))
            return WithDollars(text);
        return text.Contains('\\', StringComparison.Ordinal) || text.Contains("^{", StringComparison.Ordinal) || text.Contains("_{", StringComparison.Ordinal)
            ? new TexReader(text).ReadAll()
            : Escape(text);
    }

    /// <summary>The label as one line of Unicode text for terminals: sub- and superscripts as <c>_</c> and <c>^</c>.</summary>
    /// <param name="text">Plain text or TeX, by the rule above.</param>
    /// <returns>Text without markup.</returns>
    /// <exception cref="ArgumentException">As <see cref="ToHtml"/>.</exception>
    public static string ToPlain(string text)
    {
        var plain = new StringBuilder();
        foreach (var (token, isTag) in HtmlText.Tokens(ToHtml(text)))
        {
            plain.Append((isTag, token) switch
            {
                (false, _) => WebUtility.HtmlDecode(token),
                (true, "<sub>") => "_",
                (true, "<sup>") => "^",
                (true, "<br>") => " ",
                _ => "",
            });
        }

        return plain.ToString();
    }

    /// <summary>HTML escaping of the five reserved characters only; Greek stays Greek.</summary>
    internal static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);

    private static string WithDollars(string text)
    {
        var html = new StringBuilder();
        var part = new StringBuilder();
        var inside = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && (inside || text[i + 1] == '$'))
            {
                part.Append(inside ? text.Substring(i, 2) : "$");
                i++;
                continue;
            }

            if (text[i] != '$')
            {
                part.Append(text[i]);
                continue;
            }

            html.Append(Finish(part, inside));
            inside = !inside;
        }

        if (inside)
            throw new ArgumentException($"The label '{text}' opens a $ that it does not close.", nameof(text));
        return html.Append(Finish(part, inside: false)).ToString();
    }

    private static string Finish(StringBuilder part, bool inside)
    {
        var text = part.ToString();
        part.Clear();
        return inside ? new TexReader(text) { IsMath = true }.ReadAll()
            : Escape(text);
    }
}
