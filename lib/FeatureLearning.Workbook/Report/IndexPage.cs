using System.Globalization;
using System.Net;
using System.Text;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Run;

namespace FeatureLearning.Workbook.Report;

/// <summary>The book's title and contents, with how each notebook fared and where the run was made.</summary>
internal static class IndexPage
{
    private const string Title = "Feature learning in Bayesian networks";

    public static string Html(RunSummary summary, PageAssets assets)
    {
        StringBuilder body = new();
        body.Append("<main>\n<header class=\"title\"><h1>").Append(Title);
        body.Append("</h1>\n<p class=\"subtitle\">A computed workbook</p></header>\n");
        body.Append("<ol class=\"contents\">\n");
        foreach (NotebookRun run in summary.Notebooks)
        {
            body.Append(Entry(run));
        }

        body.Append("</ol>\n<p class=\"library\"><a href=\"" + Api.ApiPages.Index + "\">The library</a>: every type, with its formulas and symbols</p>\n");
        body.Append(Facts(summary)).Append("</main>\n");
        return PageShell.Html(Title, "index", body.ToString(), assets, hasFigures: false);
    }

    private static string Entry(NotebookRun run)
    {
        (string name, string status) = RunWords.Status(run);
        string[] facts = [
            $"<span class=\"status {name}\">{Encode(status)}</span>",
            run.NotBegun ? "" : RunWords.Duration(run.Elapsed),
            RunWords.Statements(run),
            .. run.Skipped.Select(s => RunWords.Text($"{s.Count} {Encode(s.Kernel)} cell{(s.Count == 1 ? "" : "s")} skipped")),
        ];
        string page = Uri.EscapeDataString(NotebookPage.FileName(run.Source));
        return $"""
            <li><a href="{page}">{MarkdownHtml.RenderLine(RunWords.Title(run.Source))}</a>
            <p class="abstract">{Abstract(run.Source.Notebook)}</p>
            <p class="facts">{string.Join(" · ", facts.Where(fact => fact.Length > 0))}</p></li>

            """;
    }

    /// <summary>The first sentence of prose.</summary>
    private static string Abstract(Notebook notebook)
    {
        string paragraph = notebook.Cells
            .Where(cell => cell.IsMarkdown)
            .SelectMany(cell => cell.Source.Split("\n\n"))
            .Select(text => text.Trim())
            .FirstOrDefault(text => text.Length > 0 && char.IsLetter(text[0])) ?? "";
        int end = paragraph.IndexOf(". ", StringComparison.Ordinal);
        return MarkdownHtml.RenderLine(end > 0 ? paragraph[..(end + 1)] : paragraph);
    }

    private static string Facts(RunSummary summary)
    {
        int leftOut = summary.Notebooks.Count(run => run.LeftOut is not null);
        int holding = summary.Notebooks.Sum(run => run.Statements.Holding);
        int total = summary.Notebooks.Sum(run => run.Statements.Total);
        (string Name, string Value)[] facts =
        [
            ("Date", summary.Started.ToString("d MMMM yyyy, HH:mm 'UTC'zzz", CultureInfo.InvariantCulture)),
            ("Notebooks", RunWords.Text($"{summary.Notebooks.Count(run => run.Succeeded)} of {summary.Notebooks.Length - leftOut} ran through")
                + (leftOut > 0 ? RunWords.Text($", {leftOut} skipped") : "")),
            ("Statements", total == 0 ? "none checked" : RunWords.Text($"{holding} of {total} hold")),
            ("Duration", RunWords.Duration(summary.Elapsed)),
            ("Profile", summary.Options.Profile.Name),
            ("Machine", MachineInfo.Describe()),
        ];
        string rows = string.Concat(facts.Select(fact => $"<dt>{fact.Name}</dt><dd>{Encode(fact.Value)}</dd>\n"));
        return $"<dl class=\"run-facts\">\n{rows}</dl>\n";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
