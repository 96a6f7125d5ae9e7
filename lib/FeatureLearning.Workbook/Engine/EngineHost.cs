using System.Collections.Concurrent;
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
    private readonly BlockingCollection<ExecuteRequest> queue = [];
    private int currentId;

    private EngineHost(Stream input, Stream eventStream)
    {
        events = new EventWriter(eventStream);
        requests = EventWriter.Requests(input);
        output = new CellTextWriter(text => events.Send(new StreamEvent(currentId, "stdout", text)));
        errors = new CellTextWriter(text => events.Send(new StreamEvent(currentId, "stderr", text)));
    }

    public static int Run()
    {
        (Stream input, Stream output) = NativeStreams.Claim();
        // A terminal's Ctrl-C reaches the whole process group; when to end is the parent's business.
        using PosixSignalRegistration ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using EngineHost host = new(input, output);
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
                case ExecuteRequest execute: queue.Add(execute); break;
                case ShutdownRequest: return;
            }
        }
    }

    private void RunCells()
    {
        CSharpSession session = new(Environment.CurrentDirectory);
        session.StartAsync().GetAwaiter().GetResult();
        events.Send(new ReadyEvent());
        foreach (ExecuteRequest request in queue.GetConsumingEnumerable())
        {
            RunCell(session, request);
        }
    }

    private void RunCell(CSharpSession session, ExecuteRequest request)
    {
        currentId = request.Id;
        events.Send(new StartedEvent(request.Id));
        long start = Stopwatch.GetTimestamp();
        CellFault? fault = Evaluate(session, request);
        output.EndCell();
        errors.EndCell();
        if (fault is not null)
        {
            events.Send(new ErrorEvent(request.Id, fault.Name, fault.Message, fault.Line, fault.Source, fault.Trace));
        }

        events.Send(new DoneEvent(request.Id, fault is null, Stopwatch.GetElapsedTime(start).TotalSeconds));
    }

    private CellFault? Evaluate(CSharpSession session, ExecuteRequest request)
    {
        try
        {
            CellEvaluation evaluation = session.RunAsync(request.Cell, request.Code).GetAwaiter().GetResult();
            if (evaluation.Value is { } value and not Displayed)
            {
                FlushStreams();
                events.Send(new ResultEvent(request.Id, ValueFormatter.Format(value)));
            }

            return evaluation.Fault;
        }
        catch (Exception exception)
        {
            // A value's own formatter, or the compiler, threw: a cell that cannot show its result has failed, the session has not.
            return session.Explain(exception, request.Cell, request.Code);
        }
    }

    private Displayed Display(object? value, string[] mimeTypes)
    {
        FlushStreams();
        events.Send(new DisplayEvent(currentId, ValueFormatter.Format(value, mimeTypes)));
        return Displayed.Instance;
    }

    private void FlushStreams()
    {
        output.Flush();
        errors.Flush();
    }
}
