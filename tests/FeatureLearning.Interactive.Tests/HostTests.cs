using System.Diagnostics;
using System.Text.Json;
using FeatureLearning.Workbook.Engine;

namespace FeatureLearning.Interactive.Tests;

/// <summary>The process that "workbook run --engine interactive" starts.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task It_speaks_the_commands_protocol()
    {
        using Process process = Start();
        await SendAsync(process, new ExecuteRequest(1, 1, "Console.WriteLine(\"hello\"); 1 + 1"));
        List<EngineEvent> events = await UntilDoneAsync(process);
        Assert.IsType<ReadyEvent>(events[0]);
        Assert.Equal(new StartedEvent(1), events[1]);
        Assert.Contains(new StreamEvent(1, "stdout", "hello\n"), events);
        Assert.Contains(events, told => told is ResultEvent { Id: 1 });
        Assert.True(Assert.IsType<DoneEvent>(events[^1]).Succeeded);
        await SendAsync(process, new ExecuteRequest(2, 2, "throw new Exception(\"the reason\");"));
        events = await UntilDoneAsync(process);
        Assert.Contains(events, told => told is ErrorEvent { Id: 2, Name: "Exception", Message: "the reason" });
        Assert.False(Assert.IsType<DoneEvent>(events[^1]).Succeeded);
        await SendAsync(process, new ShutdownRequest());
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task It_ends_with_its_parent()
    {
        using Process process = Start();
        await SendAsync(process, new ExecuteRequest(1, 1, "while (true) { }"));
        process.StandardInput.Close();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(0, process.ExitCode);
    }

    private static Process Start() => Process.Start(new ProcessStartInfo(DotnetHost.Find())
    {
        ArgumentList = { "exec", Built() },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>The build in its known place, not the copy beside these tests.</summary>
    private static string Built()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "FeatureLearning.Notebooks.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "lib", "bin", "interactive", "FeatureLearning.Interactive.dll");
    }

    private static Task SendAsync(Process process, EngineRequest request) =>
        process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, EngineJson.Default.EngineRequest));

    private static async Task<List<EngineEvent>> UntilDoneAsync(Process process)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        List<EngineEvent> events = [];
        while (events is not [.., DoneEvent] && await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            events.Add(JsonSerializer.Deserialize(line, EngineJson.Default.EngineEvent)!);
        }

        return events;
    }
}
