using System.Collections.Immutable;
using System.Diagnostics;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Report;

namespace FeatureLearning.Workbook.Run;

/// <summary>
/// Runs the notebooks one after the other, writes each as soon as it has run, and the report at the end. The next notebook's engine
/// starts while the current one runs, so that only the first waits for the compiler.
/// </summary>
internal static class RunOrchestrator
{
    public static async Task<RunSummary> RunAsync(RunOptions options, IRunProgress progress, CancellationToken cancellation)
    {
        BrowserLibraries libraries = BrowserLibraries.Find(options.CacheDirectory, cancellation);
        DateTimeOffset started = DateTimeOffset.Now;
        long start = Stopwatch.GetTimestamp();
        ImmutableArray<NotebookRun>.Builder runs = ImmutableArray.CreateBuilder<NotebookRun>();
        await using EngineSupply engines = new(options);
        for (int i = 0; i < options.Notebooks.Length; i++)
        {
            bool stopped = cancellation.IsCancellationRequested || (!options.KeepGoing && runs.Any(run => !run.Succeeded && run.LeftOut is null));
            runs.Add(stopped
                ? NotebookRunner.Unrun(options.Notebooks[i])
                : await RunOneAsync(options, i, engines, libraries, progress, cancellation).ConfigureAwait(false));
        }

        RunSummary summary = new(options, runs.ToImmutable(), started, Stopwatch.GetElapsedTime(start));
        // What ran is written also after Ctrl-C.
        string index = await ReportWriter.WriteAsync(summary, libraries).ConfigureAwait(false);
        progress.Note($"report: {index}");
        return summary;
    }

    private static async Task<NotebookRun> RunOneAsync(
        RunOptions options,
        int index,
        EngineSupply engines,
        BrowserLibraries libraries,
        IRunProgress progress,
        CancellationToken cancellation)
    {
        NotebookSource source = options.Notebooks[index];
        NotebookRun run;
        EngineProcess engine = engines.Take(index);
        await using (engine.ConfigureAwait(false))
        {
            run = await NotebookRunner.RunAsync(source, engine, options.CellTimeout, progress, cancellation).ConfigureAwait(false);
        }

        Notebook finished = run.Executed;
        if (FigureOutputs.Any(finished))
        {
            IFigureRenderer renderer = await libraries.FiguresAsync().ConfigureAwait(false);
            finished = await FigureOutputs.CompleteAsync(finished, renderer, progress, cancellation).ConfigureAwait(false);
        }

        run = run with { Executed = finished };
        string text = IpynbWriter.Write(finished);
        AtomicFile.Write(Path.Combine(options.OutputDirectory, source.Name + ".ipynb"), text);
        if (options.Update && run.Succeeded && source.Path.EndsWith(".dib", StringComparison.Ordinal))
        {
            AtomicFile.Write(Path.ChangeExtension(source.Path, ".ipynb"), text);
        }

        progress.NotebookEnded(run);
        return run;
    }
}
