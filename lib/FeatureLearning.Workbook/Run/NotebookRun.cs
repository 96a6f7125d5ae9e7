using System.Collections.Immutable;
using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Run;

/// <summary>A code cell after the run: its index among all cells, its number among code cells (from 1), and what came of it.</summary>
internal sealed record CellRun(int Index, int Number, Cell Cell, CellResult Result);

/// <summary>A notebook after the run. <c>Executed</c> holds the outputs, figures with their pictures.</summary>
internal sealed record NotebookRun(NotebookSource Source, Notebook Executed, ImmutableArray<CellRun> Cells, TimeSpan Elapsed)
{
    /// <summary>The cell that ended the notebook, or null.</summary>
    public CellRun? Failure => Cells.FirstOrDefault(cell =>
        cell.Result.Status is CellStatus.Failed or CellStatus.TimedOut or CellStatus.Crashed);

    public bool Interrupted => Cells.Any(cell => cell.Result.Status is CellStatus.Interrupted);

    /// <summary>Not one cell of it was begun, because the run had ended before.</summary>
    public bool NotBegun => Cells.Length > 0 && Cells.All(cell => cell.Result.Status is CellStatus.NotRun);

    public bool Succeeded => Cells.All(cell => cell.Result.Status is CellStatus.Succeeded or CellStatus.Skipped);

    /// <summary>Why this appendix was left out, or null: what it asks for and cannot be had here.</summary>
    public string? LeftOut => Cells.FirstOrDefault(cell => cell.Result.Status is CellStatus.LeftOut)?.Result.Error?.Message;

    /// <summary>The kernels whose cells were passed over, by name, with how many.</summary>
    public IEnumerable<(string Kernel, int Count)> Skipped => Cells
        .Where(cell => cell.Result.Status is CellStatus.Skipped)
        .GroupBy(cell => cell.Cell.Kernel, (kernel, cells) => (kernel, cells.Count()));

    public StatementCount Statements => StatementCount.Of(Executed);
}

/// <summary>How the whole run ended.</summary>
internal enum RunOutcome
{
    /// <summary>Every cell of every notebook ran or was skipped by its kernel; appendices may have been left out.</summary>
    Succeeded,

    /// <summary>At least one cell failed.</summary>
    Failed,

    /// <summary>The user stopped it.</summary>
    Interrupted,
}

/// <summary>The whole run.</summary>
internal sealed record RunSummary(RunOptions Options, ImmutableArray<NotebookRun> Notebooks, DateTimeOffset Started, TimeSpan Elapsed)
{
    public RunOutcome Outcome =>
        Notebooks.Any(run => run.Interrupted) ? RunOutcome.Interrupted
        : Notebooks.All(run => run.Succeeded || run.LeftOut is not null) ? RunOutcome.Succeeded
        : Notebooks.Any(run => run.Failure is not null) ? RunOutcome.Failed
        : RunOutcome.Interrupted;
}
