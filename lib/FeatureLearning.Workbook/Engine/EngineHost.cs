using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using FeatureLearning.Workbook.Engine.Formatting;

namespace FeatureLearning.Workbook.Engine;

/// <summary>
/// The child process of one notebook: reads requests, runs cells one after the other on a thread of their own, sends events. The
/// working directory is the notebook's folder.
/// </summary>
internal sealed class EngineHost : IDisposable
{
    // Deep recursion in a cell gets the stack that a main program would have.
    private const int CellStackBytes = 16 << 20;

    private readonly EventWriter events;
    private readonly TextReader requests;
    private readonly CellTextWriter output;
    private readonly CellTextWriter errors;
    private readonly BlockingCollection<EngineRequest> queue = [];
    private readonly CellInterruption interruption = new();
    private readonly Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> finish;
    private int currentId;

    private EngineHost(
        Stream input,
        Stream eventStream,
        Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> finish)
    {
        this.finish = finish;
        events = new EventWriter(eventStream);
        requests = EventWriter.Requests(input);
        output = new CellTextWriter(text => events.Send(new StreamEvent(currentId, "stdout", text)));
        errors = new CellTextWriter(text => events.Send(new StreamEvent(currentId, "stderr", text)));
    }

    /// <param name="finish">What is done to every value's MIME bundle before it is sent.</param>
    public static int Run(Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> finish)
    {
        (Stream input, Stream output) = NativeStreams.Claim();
        // A terminal's Ctrl-C reaches the whole process group; when to end is the parent's business.
        using PosixSignalRegistration ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using EngineHost host = new(input, output, finish);
        return host.Serve();
    }

    public void Dispose()
    {
        queue.Dispose();
        output.Dispose();
        errors.Dispose();
        requests.Dispose();
    }

    private int Serve()
    {
        Console.SetOut(output);
        Console.SetError(errors);
        Console.SetIn(TextReader.Null);
        AppDomain.CurrentDomain.SetData(Prelude.DisplayKey, (Func<object?, string[], object>)Display);
        AppDomain.CurrentDomain.SetData(Prelude.TextKey, (Func<string, string, object>)((mime, text) => new MimeText(mime, text)));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => FlushStreams();
        new Thread(RunCells, CellStackBytes) { IsBackground = true, Name = "cells" }.Start();
        ReadRequests();
        // The parent is gone or has enough: a cell still running must not keep the process.
        Environment.Exit(0);
        return 0;
    }

    private void ReadRequests()
    {
        while (requests.ReadLine() is { } line)
        {
            switch (JsonSerializer.Deserialize(line, EngineJson.Default.EngineRequest))
            {
                case InterruptRequest: interruption.Interrupt(); break;
                case ShutdownRequest: return;
                case { } request: queue.Add(request); break;
            }
        }
    }

    private void RunCells()
    {
        CSharpSession session = new(Environment.CurrentDirectory, interruption);
        session.Start();
        events.Send(new ReadyEvent());
        foreach (EngineRequest request in queue.GetConsumingEnumerable())
        {
            switch (request)
            {
                case ExecuteRequest execute: RunCell(session, execute); break;
                case CompleteRequest complete: Complete(session, complete); break;
                case CheckRequest check:
                    CellCompleteness completeness = CellCompleteness.Of(check.Code);
                    events.Send(new CompletenessEvent(check.Id, completeness.State, completeness.Indent));
                    break;
            }
        }
    }

    private void Complete(CSharpSession session, CompleteRequest request)
    {
        Completions found = new(request.Position, request.Position, []);
        try
        {
            found = session.Complete(request.Code, request.Position);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or NotSupportedException)
        {
            // Half-written code may be more than the compiler's look-up bears; no names are better than no session.
        }

        events.Send(new CompletionsEvent(request.Id, found.Start, found.End, found.Items));
    }

    private void RunCell(CSharpSession session, ExecuteRequest request)
    {
        currentId = request.Id;
        events.Send(new StartedEvent(request.Id));
        long start = Stopwatch.GetTimestamp();
        CellEvaluation evaluation = Evaluate(session, request);
        output.EndCell();
        errors.EndCell();
        if (evaluation.Fault is { } fault)
        {
            events.Send(new ErrorEvent(request.Id, fault.Name, fault.Message, fault.Line, fault.Source, fault.Trace));
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        events.Send(new DoneEvent(request.Id, evaluation.Fault is null, seconds, evaluation.StillRunning));
    }

    private CellEvaluation Evaluate(CSharpSession session, ExecuteRequest request)
    {
        try
        {
            CellEvaluation evaluation = session.Run(request.Cell, request.Code);
            if (evaluation.Value is { } value and not Displayed)
            {
                FlushStreams();
                events.Send(new ResultEvent(request.Id, finish(ValueFormatter.Format(value))));
            }

            return evaluation;
        }
        catch (Exception exception)
        {
            // A value's own formatter, or the compiler, threw: a cell that cannot show its result has failed, the session has not.
            return new CellEvaluation(session.Explain(exception, request.Cell, request.Code), null);
        }
    }

    private Displayed Display(object? value, string[] mimeTypes)
    {
        FlushStreams();
        events.Send(new DisplayEvent(currentId, finish(ValueFormatter.Format(value, mimeTypes))));
        return Displayed.Instance;
    }

    private void FlushStreams()
    {
        output.Flush();
        errors.Flush();
    }
}
