using System.Collections.Immutable;
using System.Diagnostics;
using FeatureLearning.Protocol;
using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Run;

/// <summary>Runs the cells of one notebook in order on one engine, up to the first that fails.</summary>
internal static class NotebookRunner
{
    private static readonly CellResult NotRun = new(CellStatus.NotRun, [], TimeSpan.Zero);
    private static readonly CellResult Skipped = new(CellStatus.Skipped, [], TimeSpan.Zero);

    // Whether an appendix can be had here is told by its first cell, which names all that it needs; one that has begun can only fail.
    private const int FirstCell = 1;

    public static async Task<NotebookRun> RunAsync(
        NotebookSource source, EngineProcess engine, TimeSpan cellTimeout, IRunProgress progress, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        CellExecutor executor = new(engine);
        ImmutableArray<CellRun> cells = CodeCells(source.Notebook);
        progress.NotebookStarted(source, cells.Length);
        bool ended = false;
        for (int i = 0; i < cells.Length; i++)
        {
            CellRun cell = cells[i];
            if (ended || cell.Cell.Kernel != KernelNames.CSharp)
            {
                cells = cells.SetItem(i, cell = cell with { Result = ended ? NotRun : Skipped });
            }
            else
            {
                progress.CellStarted(source, cell, cells.Length);
                CellResult result = await executor.RunAsync(cell.Number, cell.Cell.Source, cellTimeout, cancellation).ConfigureAwait(false);
                if (source.IsAppendix && cell.Number == FirstCell && result.Error?.Name is CellFault.Package or CellFault.Directive)
                {
                    result = result with { Status = CellStatus.LeftOut };
                }

                cells = cells.SetItem(i, cell = cell with { Result = result });
                ended = result.Status is not CellStatus.Succeeded;
            }

            progress.CellEnded(source, cell, cells.Length);
        }

        return new NotebookRun(source, Fill(source.Notebook, cells), cells, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>A notebook that the run never came to.</summary>
    public static NotebookRun Unrun(NotebookSource source)
    {
        ImmutableArray<CellRun> cells = CodeCells(source.Notebook);
        return new NotebookRun(source, Fill(source.Notebook, cells), cells, TimeSpan.Zero);
    }

    private static ImmutableArray<CellRun> CodeCells(Notebook notebook) =>
        [.. notebook.Cells.Select((cell, index) => (cell, index))
            .Where(pair => pair.cell.IsCode)
            .Select((pair, i) => new CellRun(pair.index, i + 1, pair.cell, NotRun))];

    /// <summary>Old outputs go: what the executed notebook shows comes from this run alone.</summary>
    private static Notebook Fill(Notebook notebook, ImmutableArray<CellRun> runs)
    {
        ImmutableArray<Cell>.Builder cells = notebook.Cells.ToBuilder();
        foreach (CellRun run in runs)
        {
            bool ran = run.Result.Status is not (CellStatus.NotRun or CellStatus.Skipped or CellStatus.LeftOut);
            cells[run.Index] = run.Cell with { Outputs = ran ? run.Result.Outputs : [], ExecutionCount = ran ? run.Number : null };
        }

        return notebook with { Cells = cells.ToImmutable() };
    }
}
