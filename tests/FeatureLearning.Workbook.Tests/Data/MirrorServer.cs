using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FeatureLearning.Workbook.Tests.Data;

/// <summary>A web server on the loopback whose addresses each have a fault of their own: /good/FILE, /missing/FILE, ….</summary>
internal sealed class MirrorServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly byte[] content;
    private readonly CancellationTokenSource closing = new();

    public MirrorServer(byte[] content)
    {
        this.content = content;
        Address = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Address { get; }

    /// <summary>What was asked for: "good bytes=100-".</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public void Dispose()
    {
        closing.Cancel();
        listener.Close();
        closing.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                HttpListenerContext context = await listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        string fault = context.Request.Url!.Segments[1].Trim('/');
        string? range = context.Request.Headers["Range"];
        Requests.Enqueue($"{fault} {range}".Trim());
        HttpListenerResponse response = context.Response;
        try
        {
            await AnswerAsync(response, fault, range);
            response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The other side went away, which is what some tests want.
            response.Abort();
        }
    }

    private async Task AnswerAsync(HttpListenerResponse response, string fault, string? range)
    {
        int from = range is null || fault is "no-ranges" or "wrong-range" ? 0 : int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
        byte[] body = content;
        switch (fault)
        {
            case "missing": (response.StatusCode, body) = (404, "<html>404</html>"u8.ToArray()); break;
            case "moved": response.Redirect("../good/file.bin"); body = []; break;
            case "html": (response.ContentType, body) = ("text/html; charset=utf-8", "<!DOCTYPE html><html>Please log in</html>"u8.ToArray()); break;
            case "disguised": body = [.. "\n <!doctype HTML><html>"u8, .. new byte[content.Length - 23]]; break;
            case "corrupted": body = [.. content[..^1], (byte)(content[^1] ^ 1)]; break;
            case "short": body = content[..^1]; break;
            case "hanging": await Task.Delay(Timeout.Infinite, closing.Token); break;
            case "wrong-range": (response.StatusCode, response.Headers["Content-Range"]) = (206, $"bytes 0-{content.Length - 1}/{content.Length}"); break;
        }

        if (from > 0)
        {
            response.StatusCode = 206;
            response.Headers["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{body.Length - 1}/{body.Length}");
        }

        await WriteAsync(response, fault, body.AsMemory(from));
    }

    private async Task WriteAsync(HttpListenerResponse response, string fault, ReadOnlyMemory<byte> body)
    {
        if (fault == "endless")
        {
            response.SendChunked = true;
            await response.OutputStream.WriteAsync(body, closing.Token);
            await response.OutputStream.WriteAsync(body, closing.Token);
            return;
        }

        response.ContentLength64 = body.Length;
        // Of what is asked for, a third: a connection that breaks, or that stays open and says nothing more the first time.
        bool whole = fault is not ("breaking" or "falling-silent" or "breaking-at-once") || (fault == "falling-silent" && body.Length < content.Length);
        await response.OutputStream.WriteAsync(whole ? body : body[..(fault == "breaking-at-once" ? 0 : (body.Length / 3) + 1)], closing.Token);
        await response.OutputStream.FlushAsync(closing.Token);
        if (fault == "falling-silent" && !whole)
        {
            await Task.Delay(Timeout.Infinite, closing.Token);
        }
        else if (!whole)
        {
            throw new OperationCanceledException();
        }
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
