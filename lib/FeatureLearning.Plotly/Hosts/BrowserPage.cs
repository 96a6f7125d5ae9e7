using System.Collections.Concurrent;
using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>A page of a headless browser: navigate, evaluate, take its picture, and hear what went wrong in it.</summary>
internal sealed class BrowserPage
{
    private readonly DevTools tools;
    private readonly string session;
    private readonly ConcurrentQueue<string> errors = new();
    private TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BrowserPage(DevTools tools, string session)
    {
        (this.tools, this.session) = (tools, session);
        tools.EventReceived += OnEvent;
    }

    /// <summary>Raised for each event of this page: its name and parameters.</summary>
    public event Action<string, JsonElement>? EventReceived;

    /// <summary>Uncaught exceptions, <c>console.error</c> and failed loads so far.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    /// <summary>Turns on events and sets the size of the page in CSS pixels.</summary>
    public async Task InitialiseAsync(int width, int height, CancellationToken ct)
    {
        await SendAsync("Page.enable", new { }, ct).ConfigureAwait(false);
        await SendAsync("Runtime.enable", new { }, ct).ConfigureAwait(false);
        await SendAsync("Log.enable", new { }, ct).ConfigureAwait(false);
        await ResizeAsync(width, height, ct).ConfigureAwait(false);
    }

    /// <summary>Changes the size of the page.</summary>
    public Task ResizeAsync(int width, int height, CancellationToken ct) =>
        SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = false }, ct);

    /// <summary>Goes to an address and waits for the page's load event.</summary>
    public async Task NavigateAsync(string url, CancellationToken ct)
    {
        loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = await SendAsync("Page.navigate", new { url }, ct).ConfigureAwait(false);
        if (answer.TryGetProperty("errorText", out var error))
            throw new InvalidOperationException($"The browser could not open {url}: {error.GetString()}");
        await loaded.Task.WaitAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Evaluates an expression, waits for it if it is a promise, and returns its value.</summary>
    /// <exception cref="InvalidOperationException">The script threw; the message is the script's.</exception>
    public async Task<JsonElement> EvaluateAsync(string expression, CancellationToken ct)
    {
        var answer = await SendAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true }, ct).ConfigureAwait(false);
        if (answer.TryGetProperty("exceptionDetails", out var details))
            throw new InvalidOperationException(Describe(details));
        var result = answer.GetProperty("result");
        return result.TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>The whole page as PNG.</summary>
    public async Task<byte[]> ScreenshotAsync(CancellationToken ct)
    {
        var answer = await SendAsync("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true }, ct).ConfigureAwait(false);
        return answer.GetProperty("data").GetBytesFromBase64();
    }

    /// <summary>Sends a command of the protocol to this page.</summary>
    public Task<JsonElement> SendAsync(string method, object parameters, CancellationToken ct) =>
        tools.SendAsync(method, parameters, session, ct);

    private void OnEvent(string? from, string name, JsonElement parameters)
    {
        if (from != session)
            return;
        EventReceived?.Invoke(name, parameters);
        if (name == "Page.loadEventFired")
            loaded.TrySetResult();
        else if (name == "Runtime.exceptionThrown")
            errors.Enqueue(Describe(parameters.GetProperty("exceptionDetails")));
        else if (name == "Runtime.consoleAPICalled" && parameters.GetProperty("type").GetString() == "error")
            errors.Enqueue(parameters.GetProperty("args").ToString());
        else if (name == "Log.entryAdded" && parameters.GetProperty("entry") is var entry && entry.GetProperty("level").GetString() == "error")
            errors.Enqueue($"{entry.GetProperty("text").GetString()} {(entry.TryGetProperty("url", out var url) ? url.GetString() : "")}");
    }

    private static string Describe(JsonElement details)
    {
        var text = details.GetProperty("text").GetString();
        return details.TryGetProperty("exception", out var exception) && exception.TryGetProperty("description", out var description)
            ? $"{text} {description.GetString()}"
            : text!;
    }
}
