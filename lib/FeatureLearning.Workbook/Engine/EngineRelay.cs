using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using FeatureLearning.Protocol;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Report;
using FeatureLearning.Workbook.Run;

namespace FeatureLearning.Workbook.Engine;

/// <summary>Stands between a client and an engine, and gives the figures that pass what a host without scripts or network needs.</summary>
internal static class EngineRelay
{
    private static readonly TimeSpan PictureLimit = TimeSpan.FromMinutes(1);

    /// <summary>Passes requests and events on until the client has gone or the engine has ended.</summary>
    /// <returns>The engine's exit code.</returns>
    public static async Task<int> RunAsync(Stream input, Stream output, Lazy<Task<IFigureRenderer>> renderer)
    {
        // An interrupt reaches the whole process group; the client says it in its own words.
        using PosixSignalRegistration ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        await using EngineProcess engine = EngineProcess.Start(Environment.CurrentDirectory, ImmutableDictionary<string, string>.Empty);
        EventWriter events = new(output);
        _ = SendRequestsAsync(input, engine);
        await foreach (EngineEvent message in engine.Events.ReadAllAsync().ConfigureAwait(false))
        {
            events.Send(message switch
            {
                DisplayEvent shown => shown with { Data = await CompleteAsync(shown.Data, renderer).ConfigureAwait(false) },
                ResultEvent result => result with { Data = await CompleteAsync(result.Data, renderer).ConfigureAwait(false) },
                _ => message,
            });
        }

        return await engine.ExitCodeAsync().ConfigureAwait(false);
    }

    private static async Task SendRequestsAsync(Stream input, EngineProcess engine)
    {
        using StreamReader requests = EventWriter.Requests(input);
        while (await requests.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (JsonSerializer.Deserialize(line, EngineJson.Default.EngineRequest) is { } request)
            {
                await engine.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            }
        }

        await engine.SendAsync(new ShutdownRequest(), CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task<ImmutableSortedDictionary<string, string>> CompleteAsync(
        ImmutableSortedDictionary<string, string> data, Lazy<Task<IFigureRenderer>> renderer)
    {
        if (!data.ContainsKey(MimeTypes.Plotly))
        {
            return data;
        }

        using CancellationTokenSource limit = new(PictureLimit);
        return await FigureOutputs.CompleteAsync(data, await renderer.Value.ConfigureAwait(false), limit.Token).ConfigureAwait(false);
    }
}
