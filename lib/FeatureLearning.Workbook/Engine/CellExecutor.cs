using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using FeatureLearning.Protocol;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Engine;

/// <summary>How a cell's run ended.</summary>
internal enum CellStatus
{
    /// <summary>It ran to its end.</summary>
    Succeeded,

    /// <summary>It did not compile, or threw.</summary>
    Failed,

    /// <summary>It ran longer than allowed, and its process was killed.</summary>
    TimedOut,

    /// <summary>Its process ended under it.</summary>
    Crashed,

    /// <summary>The user stopped the run.</summary>
    Interrupted,

    /// <summary>Its kernel is not run headless.</summary>
    Skipped,

    /// <summary>It asks for what an appendix needs and cannot be had here.</summary>
    LeftOut,

    /// <summary>An earlier cell ended the notebook.</summary>
    NotRun,
}

/// <summary>What a cell showed, how it ended, and how long it took.</summary>
internal sealed record CellResult(CellStatus Status, ImmutableArray<CellOutput> Outputs, TimeSpan Elapsed)
{
    public ErrorOutput? Error => Outputs.OfType<ErrorOutput>().LastOrDefault();
}

/// <summary>Runs cells on an engine, with a time limit each.</summary>
internal sealed class CellExecutor(EngineProcess engine)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private int lastId;

    /// <summary>Runs one cell to its end, its time limit, its engine's death or the user's interruption.</summary>
    public async Task<CellResult> RunAsync(int cell, string code, TimeSpan timeout, CancellationToken cancellation)
    {
        OutputCollector outputs = new();
        int id = ++lastId;
        Stopwatch clock = Stopwatch.StartNew();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        CellStatus status;
        try
        {
            await engine.SendAsync(new ExecuteRequest(id, cell, code), limit.Token).ConfigureAwait(false);
            status = await FollowAsync(id, outputs, Begin, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            engine.Kill();
            await DrainAsync(outputs).ConfigureAwait(false);
            status = cancellation.IsCancellationRequested ? CellStatus.Interrupted : CellStatus.TimedOut;
        }

        if (await ExplainAsync(status, timeout).ConfigureAwait(false) is { } error)
        {
            outputs.Add(error);
        }

        return new CellResult(status, outputs.ToImmutable(), clock.Elapsed);

        // Starting the engine is not the cell's time.
        void Begin()
        {
            clock.Restart();
            limit.CancelAfter(timeout);
        }
    }

    private async Task<CellStatus> FollowAsync(int id, OutputCollector outputs, Action begin, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                EngineEvent message = await engine.Events.ReadAsync(cancellation).ConfigureAwait(false);
                outputs.Add(message);
                if (message is StartedEvent started && started.Id == id)
                {
                    begin();
                }

                if (message is DoneEvent done && done.Id == id)
                {
                    return done.Succeeded ? CellStatus.Succeeded : CellStatus.Failed;
                }
            }
        }
        catch (ChannelClosedException)
        {
            return CellStatus.Crashed;
        }
    }

    /// <summary>What the child said before it was killed is part of what the cell showed.</summary>
    private async Task DrainAsync(OutputCollector outputs)
    {
        await engine.ExitCodeAsync().ConfigureAwait(false);
        while (engine.Events.TryRead(out EngineEvent? message))
        {
            outputs.Add(message);
        }
    }

    private async Task<ErrorOutput?> ExplainAsync(CellStatus status, TimeSpan timeout)
    {
        switch (status)
        {
            case CellStatus.TimedOut:
                string limit = timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
                return Plain("TimedOut", $"timed out after {limit} s");
            case CellStatus.Interrupted:
                return Plain("Interrupted", "interrupted");
            case CellStatus.Crashed:
                int code = await engine.ExitCodeAsync().ConfigureAwait(false);
                string lastWords = engine.NativeErrors.Trim().Split('\n')[0].Trim();
                return Plain("EngineCrashed", string.Create(CultureInfo.InvariantCulture, $"engine crashed (exit code {code})")
                    + (lastWords.Length > 0 ? ": " + lastWords : ""));
            default:
                return null;
        }
    }

    private static ErrorOutput Plain(string name, string message) => new(name, message, null, null, [message]);
}
