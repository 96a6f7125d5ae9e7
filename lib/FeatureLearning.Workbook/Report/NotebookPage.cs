using System.Net;
using System.Text;
using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Run;

namespace FeatureLearning.Workbook.Report;

/// <summary>The page of one notebook: prose, quiet code, outputs, and the way to its neighbours.</summary>
internal static class NotebookPage
{
    public static string FileName(NotebookSource source) => source.Name + ".html";

    public static string Html(RunSummary summary, int index, IFigureRenderer figures, PageAssets assets)
    {
        NotebookRun run = summary.Notebooks[index];
        OutputHtml outputs = new(figures, run.Source.Name);
        Dictionary<int, CellRun> runs = run.Cells.ToDictionary(cell => cell.Index);
        StringBuilder body = new();
        body.Append(Navigation(summary, index, "top"));
        body.Append("<main>\n").Append(Status(run));
        for (int i = 0; i < run.Executed.Cells.Length; i++)
        {
            Cell cell = run.Executed.Cells[i];
            body.Append(cell.IsMarkdown ? Prose(cell, summary) : Code(cell, runs.GetValueOrDefault(i), outputs));
        }

        body.Append(Colophon(summary, run)).Append("</main>\n").Append(Navigation(summary, index, "bottom"));
        bool hasFigures = FigureOutputs.Any(run.Executed);
        return PageShell.Html(MarkdownHtml.PlainLine(RunWords.Title(run.Source)), "notebook", body.ToString(), assets, hasFigures);
    }

    private static string Navigation(RunSummary summary, int index, string place)
    {
        string previous = index > 0 ? Link(summary.Notebooks[index - 1].Source, "prev", "‹ ", "") : "<span></span>";
        string next = index + 1 < summary.Notebooks.Length ? Link(summary.Notebooks[index + 1].Source, "next", "", " ›") : "<span></span>";
        return $"<nav class=\"{place}\" aria-label=\"{place}\">{previous}<a class=\"up\" href=\"index.html\">Contents</a>{next}</nav>\n";
    }

    private static string Link(NotebookSource source, string relation, string before, string after) =>
        $"<a rel=\"{relation}\" href=\"{Uri.EscapeDataString(FileName(source))}\">"
        + $"{before}{MarkdownHtml.RenderLine(RunWords.Title(source))}{after}</a>";

    private static string Status(NotebookRun run)
    {
        (string name, string text) = RunWords.Status(run);
        string verdict = run.LeftOut is null ? "is incomplete:" : "was";
        return name == "ok" ? "" : $"<p class=\"status {name}\">This notebook {verdict} {Encode(text)}.</p>\n";
    }

    private static string Prose(Cell cell, RunSummary summary) =>
        $"<section class=\"prose\">\n{MarkdownHtml.Render(cell.Source, link => Rewrite(link, summary))}</section>\n";

    /// <summary>A link to another notebook of the run leads to its page.</summary>
    private static string Rewrite(string link, RunSummary summary)
    {
        string[] parts = link.Split('#', 2);
        NotebookRun? target = NotebookFile.IsNotebook(parts[0])
            ? summary.Notebooks.FirstOrDefault(run => run.Source.Name == Path.GetFileNameWithoutExtension(parts[0]))
            : null;
        return target is null ? link : FileName(target.Source) + (parts.Length > 1 ? "#" + parts[1] : "");
    }

    private static string Code(Cell cell, CellRun? run, OutputHtml outputs)
    {
        string code = cell.Kernel == KernelNames.CSharp ? CSharpColours.Html(cell.Source) : Encode(cell.Source);
        string number = cell.ExecutionCount is { } count ? RunWords.Text($"{count}") : "–";
        string time = run?.Result.Status switch
        {
            null => "",
            CellStatus.Skipped => Encode($"skipped: kernel “{cell.Kernel}” is not run headless"),
            CellStatus.NotRun or CellStatus.LeftOut => "not run",
            _ => RunWords.Duration(run.Result.Elapsed),
        };
        string shown = cell.Outputs.IsEmpty
            ? ""
            : $"<div class=\"outputs\">\n{string.Join('\n', cell.Outputs.Select(outputs.Render))}\n</div>\n";
        return $"""
            <section class="cell" id="cell-{cell.Id}">
            <details open><summary><span class="number">{number}</span><span class="time">{time}</span></summary>
            <pre class="code"><code>{code}</code></pre></details>
            {shown}</section>

            """;
    }

    private static string Colophon(RunSummary summary, NotebookRun run)
    {
        string statements = RunWords.Statements(run) is { Length: > 0 } text ? $" · {text}" : "";
        string directory = Path.Combine(summary.Options.OutputDirectory, "report");
        string[] steps = Path.GetRelativePath(directory, run.Source.Path).Split(Path.DirectorySeparatorChar);
        string source = string.Join('/', steps.Select(Uri.EscapeDataString));
        return $"<footer class=\"colophon\"><p><a href=\"{source}\">{Encode(Path.GetFileName(run.Source.Path))}</a>"
            + $" · <a href=\"../{Uri.EscapeDataString(run.Source.Name)}.ipynb\">executed notebook</a>"
            + $" · {RunWords.Duration(run.Elapsed)} · profile {summary.Options.Profile.Name}{statements}</p></footer>\n";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
