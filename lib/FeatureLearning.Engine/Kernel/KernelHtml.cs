using System.Net;
using System.Text.RegularExpressions;

namespace FeatureLearning.Engine;

/// <summary>What the kernel's own formatters write as HTML, made fit for a file.</summary>
internal static partial class KernelHtml
{
    /// <summary>
    /// Without the style sheet that the kernel repeats with every value, a thousand characters for a number: pages have it once.
    /// </summary>
    public static string WithoutStyle(string html) => StyleSheet().Replace(html, "");

    /// <summary>The text of a value that is shown as text alone, for terminals; null for tables and trees.</summary>
    public static string? PlainText(string html) =>
        Plain().Match(html) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["text"].Value) : null;

    [GeneratedRegex(@"<style>\s*\.dni-code-hint \{[^<]*</style>")]
    private static partial Regex StyleSheet();

    [GeneratedRegex(@"\A<div class=""dni-plaintext""><pre>(?<text>[^<]*)</pre></div>\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();
}
