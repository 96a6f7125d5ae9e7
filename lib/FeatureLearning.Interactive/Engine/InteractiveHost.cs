using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Channels;
using FeatureLearning.Workbook.Engine;

namespace FeatureLearning.Interactive.Engine;

/// <summary>
/// The child process of one notebook: the command's requests in, events out, one JSON object a line, cells one after the other on .NET
/// Interactive's kernel. Completion is not served: "workbook run" does not ask for it.
/// </summary>
internal sealed class InteractiveHost
{
    private readonly EventWriter events;
    private readonly TextReader requests;
    private readonly Channel<ExecuteRequest> queue = Channel.CreateUnbounded<ExecuteRequest>();
    private CancellationTokenSource? running;

    private InteractiveHost(Stream input, Stream output)
    {
        events = new EventWriter(output);
        requests = EventWriter.Requests(input);
    }

    public static async Task<int> RunAsync()
    {
        (Stream input, Stream output) = NativeStreams.Claim();
        // A terminal's Ctrl-C reaches the whole process group; when to end is the parent's business.
        using PosixSignalRegistration ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        InteractiveHost host = new(input, output);
        new Thread(host.ReadRequests) { IsBackground = true, Name = "requests" }.Start();
        await host.RunCellsAsync().ConfigureAwait(false);
        return 0;
    }

    private void ReadRequests()
    {
        while (requests.ReadLine() is { } line)
        {
            switch (JsonSerializer.Deserialize(line, EngineJson.Default.EngineRequest))
            {
                case ExecuteRequest execute: queue.Writer.TryWrite(execute); break;
                case InterruptRequest: Volatile.Read(ref running)?.Cancel(); break;
                case ShutdownRequest: Environment.Exit(0); break;
            }
        }

        // The parent is gone: a cell still running must not keep the process.
        Environment.Exit(0);
    }

    private async Task RunCellsAsync()
    {
        using InteractiveSession session = new(Environment.CurrentDirectory);
        await session.StartAsync().ConfigureAwait(false);
        events.Send(new ReadyEvent());
        await foreach (ExecuteRequest request in queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            using CancellationTokenSource source = new();
            Volatile.Write(ref running, source);
            await RunCellAsync(session, request, source.Token).ConfigureAwait(false);
            Volatile.Write(ref running, null);
        }
    }

    private async Task RunCellAsync(InteractiveSession session, ExecuteRequest request, CancellationToken cancellation)
    {
        events.Send(new StartedEvent(request.Id));
        long start = Stopwatch.GetTimestamp();
        CellFault? fault = await session.RunAsync(request, events.Send, cancellation).ConfigureAwait(false);
        if (fault is not null)
        {
            events.Send(new ErrorEvent(request.Id, fault.Name, fault.Message, fault.Line, fault.Source, fault.Trace));
        }

        events.Send(new DoneEvent(request.Id, fault is null, Stopwatch.GetElapsedTime(start).TotalSeconds));
    }
}
