using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FeatureLearning.Workbook.Report;

/// <summary>
/// Markdown cells as HTML. Raw HTML, attributes in braces, embedded media and script links stay text: a notebook's prose must not be
/// able to run anything in the page.
/// </summary>
internal static partial class MarkdownHtml
{
    private static readonly string[] LinkSchemes = ["http:", "https:", "mailto:"];

    // UseAdvancedExtensions would bring GenericAttributes ({onclick=…}) and MediaLinks (frames of other sites) as well.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseAbbreviations()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .UseCitations()
        .UseDefinitionLists()
        .UseEmphasisExtras()
        .UseFigures()
        .UseFootnotes()
        .UseGridTables()
        .UseMathematics()
        .UsePipeTables()
        .UseListExtras()
        .UseTaskLists()
        .UseAutoLinks()
        .DisableHtml()
        .Build();

    /// <summary>HTML of a markdown text; <paramref name="rewriteLink"/> may point links to other notebooks to their pages.</summary>
    public static string Render(string markdown, Func<string, string> rewriteLink)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        foreach (LinkInline link in document.Descendants<LinkInline>())
        {
            link.Url = link.Url is { } url ? Safe(rewriteLink(url)) : null;
            link.GetDynamicUrl = null;
            if (link.IsImage && IsRemote(link.Url))
            {
                // An offline page fetches nothing: the picture becomes a link to it.
                link.IsImage = false;
            }
        }

        foreach (AutolinkInline link in document.Descendants<AutolinkInline>())
        {
            link.Url = link.IsEmail ? link.Url : Safe(link.Url);
        }

        foreach (Markdig.Extensions.Tables.Table table in document.Descendants<Markdig.Extensions.Tables.Table>())
        {
            table.GetAttributes().AddClass("prose-table");
        }

        foreach (MathInline formula in document.Descendants<MathInline>().Where(formula => formula.DelimiterCount > 1))
        {
            // $$…$$ within a line is a displayed formula to Jupyter and GitHub.
            formula.GetAttributes().AddClass("display");
        }

        return document.ToHtml(Pipeline);
    }

    /// <summary>A heading or a sentence as HTML to stand in a line or within a link: no paragraph around it and no links in it.</summary>
    public static string RenderLine(string markdown)
    {
        string html = Render(markdown.ReplaceLineEndings(" ").TrimStart('#', '>', '-', '+', ' '), _ => "#").Trim();
        html = html.StartsWith("<p>", StringComparison.Ordinal) && html.EndsWith("</p>", StringComparison.Ordinal) ? html[3..^4] : html;
        return Anchor().Replace(html, "");
    }

    /// <summary>The text alone, for a window's title.</summary>
    public static string PlainLine(string markdown) => Markdown.ToPlainText(markdown, Pipeline).Trim();

    [GeneratedRegex("</?a\\b[^>]*>")]
    private static partial Regex Anchor();

    private static bool IsRemote(string? url) => url?.Contains("//", StringComparison.Ordinal) == true;

    private static string Safe(string url)
    {
        string trimmed = new([.. url.Where(c => !char.IsControl(c) && !char.IsWhiteSpace(c))]);
        int colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        bool hasScheme = colon >= 0 && trimmed.AsSpan(0, colon).IndexOfAny('/', '?', '#') < 0;
        return !hasScheme || LinkSchemes.Any(scheme => trimmed.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) ? url : "#";
    }
}
