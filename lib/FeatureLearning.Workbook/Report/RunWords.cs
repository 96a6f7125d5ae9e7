using System.Globalization;
using FeatureLearning.Workbook.Run;

namespace FeatureLearning.Workbook.Report;

/// <summary>Outcomes and times in words, the same on every page.</summary>
internal static class RunWords
{
    public static (string Class, string Text) Status(NotebookRun run) =>
        run.Failure is { } failure ? ("failed", Text($"{Kind(failure.Result.Status)} in cell {failure.Number}"))
        : run.LeftOut is { } reason ? ("stopped", $"skipped: {reason}")
        : run.Interrupted ? ("stopped", "interrupted")
        : run.NotBegun ? ("stopped", "not run")
        : ("ok", "ran");

    public static string Statements(NotebookRun run) => run.Statements switch
    {
        { Total: 0 } => "",
        var count when count.Holding == count.Total => Text($"{count.Total} statement{(count.Total == 1 ? " holds" : "s hold")}"),
        var count => Text($"{count.Holding} of {count.Total} statements hold"),
    };

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 0.01 } => "0 s",
        { TotalSeconds: < 10 } => Text($"{time.TotalSeconds:0.00} s"),
        { TotalSeconds: < 60 } => Text($"{time.TotalSeconds:0.0} s"),
        _ => Text($"{(int)time.TotalMinutes} min {time.Seconds} s"),
    };

    public static string Title(NotebookSource source) => source.Notebook.Title ?? source.Name;

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Kind(Engine.CellStatus status) => status switch
    {
        Engine.CellStatus.TimedOut => "timed out",
        Engine.CellStatus.Crashed => "engine crashed",
        _ => "failed",
    };
}
