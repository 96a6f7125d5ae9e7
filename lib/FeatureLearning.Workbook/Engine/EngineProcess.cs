using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using FeatureLearning.Protocol;
using FeatureLearning.Storage;

namespace FeatureLearning.Workbook.Engine;

/// <summary>
/// The parent's end of one engine: starts the child, sends requests, hands out its events in order. A cell that kills its process
/// (Environment.Exit, a stack overflow) ends the events; the parent lives on.
/// </summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private const int KeptErrorText = 4_000;
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Process process;
    private readonly Channel<EngineEvent> events = Channel.CreateUnbounded<EngineEvent>();
    private readonly StringBuilder nativeErrors = new();
    private readonly Task pump;

    private EngineProcess(Process process)
    {
        this.process = process;
        pump = PumpAsync();
    }

    /// <summary>Events as they come; completed when the child has ended.</summary>
    public ChannelReader<EngineEvent> Events => events.Reader;

    /// <summary>The first characters of what the child wrote to its real standard error: a runtime's last words.</summary>
    public string NativeErrors
    {
        get
        {
            lock (nativeErrors)
            {
                return nativeErrors.ToString();
            }
        }
    }

    /// <summary>Starts an engine whose working directory is the notebook's folder.</summary>
    /// <param name="directory">The notebook's folder.</param>
    /// <param name="environment">Variables that the cells find set.</param>
    public static EngineProcess Start(string directory, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new(DotnetHost.Find())
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        foreach (string argument in (string[])["exec", Program, .. Settings(directory).ToArguments()])
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new EngineProcess(Process.Start(start) ?? throw new InvalidOperationException("the engine did not start"));
    }

    /// <summary>Sends a request; a child that is gone shows in <see cref="Events"/>, not here.</summary>
    public async Task SendAsync(EngineRequest request, CancellationToken cancellation)
    {
        try
        {
            string line = JsonSerializer.Serialize(request, EngineJson.Default.EngineRequest);
            await process.StandardInput.WriteLineAsync(line.AsMemory(), cancellation).ConfigureAwait(false);
            await process.StandardInput.FlushAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Ends the child and whatever its cells started.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It had ended by itself.
        }
    }

    /// <summary>The exit code once the child has ended.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await pump.ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await SendAsync(new ShutdownRequest(), CancellationToken.None).ConfigureAwait(false);
        await Task.WhenAny(pump, Task.Delay(Farewell)).ConfigureAwait(false);
        Kill();
        await pump.ConfigureAwait(false);
        process.Dispose();
    }

    /// <summary>In a folder of its own: its compiler's assemblies are not the command's business.</summary>
    private static string Program => Path.Combine(AppContext.BaseDirectory, "engine", "FeatureLearning.Engine.dll");

    private static EngineSettings Settings(string directory)
    {
        bool isTool = File.Exists(Path.Combine(AppContext.BaseDirectory, "DotnetToolSettings.xml"));
        return new EngineSettings(
            Path.Combine(WorkbookPlaces.Cache(repository: null), "packages"),
            isTool && WorkbookPlaces.FindRepository(directory) is null ? AppContext.BaseDirectory : null);
    }

    private async Task PumpAsync()
    {
        Task output = ReadEventsAsync();
        Task errors = ReadErrorsAsync();
        await Task.WhenAny(Task.WhenAll(output, errors), ExitedAsync()).ConfigureAwait(false);
        events.Writer.TryComplete();

        // A program that a cell left behind may hold the pipes open after the engine is gone.
        async Task ExitedAsync()
        {
            await process.WaitForExitAsync().ConfigureAwait(false);
            await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(Drain)).ConfigureAwait(false);
        }
    }

    private async Task ReadEventsAsync()
    {
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            events.Writer.TryWrite(Parse(line) ?? new StreamEvent(0, "stdout", line + "\n"));
        }
    }

    /// <summary>Off Linux a native library may print between the messages: that is output, not an error.</summary>
    private static EngineEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, EngineJson.Default.EngineEvent);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private async Task ReadErrorsAsync()
    {
        char[] buffer = new char[4096];
        while (await process.StandardError.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
        {
            bool keep;
            lock (nativeErrors)
            {
                keep = nativeErrors.Length < KeptErrorText;
                nativeErrors.Append(buffer, 0, keep ? Math.Min(count, KeptErrorText - nativeErrors.Length) : 0);
            }

            if (keep)
            {
                events.Writer.TryWrite(new StreamEvent(0, "stderr", new string(buffer, 0, count)));
            }
        }
    }
}
