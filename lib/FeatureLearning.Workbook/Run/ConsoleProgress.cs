using System.Diagnostics;
using System.Globalization;
using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Run;

/// <summary>Progress on the console: on a terminal the running cell counts its seconds in place, elsewhere each cell is one line.</summary>
internal sealed class ConsoleProgress(TextWriter output, TextWriter errors, bool isTerminal) : IRunProgress, IDisposable
{
    private const string ClearLine = "\r\u001b[K";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private Timer? clock;
    private Func<string>? running;

    public void NotebookStarted(NotebookSource source, int cells) =>
        Line($"{source.Name}: {Count(cells, "code cell")}");

    public void CellStarted(NotebookSource source, CellRun cell, int cells)
    {
        if (!isTerminal)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        lock (gate)
        {
            running = () => Text($"{source.Name}  cell {cell.Number}/{cells}  {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s …");
            clock ??= new Timer(_ => Draw());
            clock.Change(TimeSpan.Zero, Tick);
        }
    }

    public void CellEnded(NotebookSource source, CellRun cell, int cells)
    {
        StopClock();
        string place = Text($"{source.Name}  cell {cell.Number}/{cells}");
        string seconds = Text($"{cell.Result.Elapsed.TotalSeconds:0.00} s");
        switch (cell.Result.Status)
        {
            case CellStatus.NotRun or CellStatus.LeftOut: break;
            case CellStatus.Skipped: Line($"{place}  skipped (kernel '{cell.Cell.Kernel}' is not run headless)"); break;
            case CellStatus.Succeeded: Line($"{place}  {seconds}"); break;
            default:
                Line($"{place}  {seconds}  {Word(cell.Result.Status)}");
                Explain(source, cell, cells);
                break;
        }
    }

    public void NotebookEnded(NotebookRun run)
    {
        StatementCount statements = run.Statements;
        string checkedText = statements.Total > 0 ? Text($", {statements.Holding} of {Count(statements.Total, "statement")} hold") : "";
        string outcome = run.Succeeded ? "ok" : run.LeftOut is { } reason ? $"skipped ({reason})" : run.Interrupted ? "interrupted" : "FAILED";
        Line(Text($"{run.Source.Name}: {outcome}, {run.Elapsed.TotalSeconds:0.0} s{checkedText}"));
    }

    public void Note(string message) => Line(message);

    public void Dispose() => clock?.Dispose();

    private void Explain(NotebookSource source, CellRun cell, int cells)
    {
        ErrorOutput? error = cell.Result.Error;
        string where = error?.Line is { } line ? Text($", line {line}") : "";
        lock (gate)
        {
            errors.WriteLine(Text($"error: {source.Path}, cell {cell.Number}/{cells}{where}"));
            if (error?.SourceLine is { Length: > 0 } text)
            {
                errors.WriteLine($"    {text}");
            }

            string kind = error is null || cell.Result.Status is not CellStatus.Failed ? "" : error.Name + ": ";
            errors.WriteLine($"  {kind}{error?.Message.ReplaceLineEndings("\n  ")}");
            errors.Flush();
        }
    }

    private void Draw()
    {
        lock (gate)
        {
            // A tick may come late, after its cell has ended.
            output.Write(running is null ? "" : ClearLine + running());
            output.Flush();
        }
    }

    private void StopClock()
    {
        lock (gate)
        {
            running = null;
            clock?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Line(string text)
    {
        lock (gate)
        {
            output.WriteLine(isTerminal ? ClearLine + text : text);
            output.Flush();
        }
    }

    private static string Word(CellStatus status) => status switch
    {
        CellStatus.TimedOut => "TIMED OUT",
        CellStatus.Crashed => "ENGINE CRASHED",
        CellStatus.Interrupted => "interrupted",
        _ => "FAILED",
    };

    private static string Count(int number, string noun) => Text($"{number} {noun}{(number == 1 ? "" : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
