using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using FeatureLearning.Protocol;

namespace FeatureLearning.Engine;

/// <summary>
/// The child process of one notebook: reads requests, runs cells one after the other, sends events. The working directory is the
/// notebook's folder.
/// </summary>
internal sealed class EngineHost : IDisposable
{
    private readonly EventWriter events;
    private readonly TextReader requests;
    private readonly BlockingCollection<EngineRequest> queue = [];
    private readonly CellInterruption interruption = new();
    private readonly CellConsole console;
    private readonly EngineSettings settings;

    private EngineHost(EngineSettings settings, Stream input, Stream output)
    {
        this.settings = settings;
        events = new EventWriter(output);
        requests = EventWriter.Requests(input);
        console = new CellConsole(events.Send);
    }

    public static int Run(EngineSettings settings)
    {
        // Numbers in notebooks do not change with the user's language.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        (Stream input, Stream output) = NativeStreams.Claim();
        // A terminal's Ctrl-C reaches the whole process group; when to end is the parent's business.
        using PosixSignalRegistration ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using EngineHost host = new(settings, input, output);
        return host.Serve();
    }

    public void Dispose()
    {
        queue.Dispose();
        console.Dispose();
        requests.Dispose();
    }

    private int Serve()
    {
        Console.SetIn(TextReader.Null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => console.Flush();
        new Thread(RunCells) { IsBackground = true, Name = "requests" }.Start();
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
        using NotebookKernel kernel = new(Environment.CurrentDirectory, settings, interruption, console);
        kernel.Start();
        events.Send(new ReadyEvent());
        foreach (EngineRequest request in queue.GetConsumingEnumerable())
        {
            switch (request)
            {
                case ExecuteRequest execute: RunCell(kernel, execute); break;
                case CompleteRequest complete: events.Send(kernel.Complete(complete)); break;
                case InspectRequest inspect: events.Send(kernel.Inspect(inspect)); break;
                case CheckRequest check:
                    CellCompleteness completeness = CellCompleteness.Of(check.Code);
                    events.Send(new CompletenessEvent(check.Id, completeness.State, completeness.Indent));
                    break;
            }
        }
    }

    private void RunCell(NotebookKernel kernel, ExecuteRequest request)
    {
        console.BeginCell(request.Id);
        events.Send(new StartedEvent(request.Id));
        long start = Stopwatch.GetTimestamp();
        CellOutcome outcome = kernel.Run(request, events.Send);
        console.EndCell();
        if (outcome.Fault is { } fault)
        {
            events.Send(new ErrorEvent(request.Id, fault.Name, fault.Message, fault.Line, fault.Source, fault.Trace));
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        events.Send(new DoneEvent(request.Id, outcome.Fault is null, seconds, outcome.StillRunning));
    }
}
