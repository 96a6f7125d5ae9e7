using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>The DevTools protocol: numbered commands and their answers, and events, as JSON over one web socket.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private readonly ClientWebSocket socket;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> pending = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly CancellationTokenSource closing = new();
    private readonly Task receiving;
    private int lastId;

    public DevTools(ClientWebSocket socket)
    {
        this.socket = socket;
        receiving = Task.Run(ReceiveAsync);
    }

    /// <summary>Raised for each event: its session, name and parameters.</summary>
    public event Action<string?, string, JsonElement>? EventReceived;

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">The browser refused the command.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<JsonElement> SendAsync(string method, object parameters, string? session, CancellationToken ct)
    {
        var id = Interlocked.Increment(ref lastId);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        pending[id] = answer;
        if (receiving.IsCompleted)
            throw new IOException("The browser closed the connection.");
        var message = session is null
            ? JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters })
            : JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters, sessionId = session });
        await sending.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, ct).ConfigureAwait(false);
        }
        catch (WebSocketException error)
        {
            throw new IOException("The browser closed the connection.", error);
        }
        finally
        {
            sending.Release();
        }

        return await answer.Task.WaitAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Closes the connection; waiting commands fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        await receiving.ConfigureAwait(false);
        socket.Dispose();
        sending.Dispose();
        closing.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                var part = await socket.ReceiveAsync(buffer, closing.Token).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                    break;
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                    continue;
                Dispatch(message.GetBuffer().AsMemory(0, (int)message.Length));
                message.SetLength(0);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The browser ended or we are closing; the waiting commands are told below.
        }

        foreach (var answer in pending.Values)
            answer.TrySetException(new IOException("The browser closed the connection."));
    }

    private void Dispatch(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var message = document.RootElement;
        if (!message.TryGetProperty("id", out var id))
        {
            var session = message.TryGetProperty("sessionId", out var name) ? name.GetString() : null;
            EventReceived?.Invoke(session, message.GetProperty("method").GetString()!, message.GetProperty("params").Clone());
            return;
        }

        if (!pending.TryRemove(id.GetInt32(), out var answer))
            return;
        if (message.TryGetProperty("error", out var error))
            answer.TrySetException(new InvalidOperationException($"The browser refused a command: {error.GetProperty("message").GetString()}"));
        else
            answer.TrySetResult(message.GetProperty("result").Clone());
    }
}
