using System.Diagnostics;
using System.Text.Json;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Clients;

/// <summary>
/// The tool over its standard streams, spoken to as Polyglot Notebooks does: a JSON object a line each way. It does not end when
/// its input does, and an endless cell cannot be stopped, so its whole process tree is killed at the end.
/// </summary>
internal sealed class StdioTool : IAsyncDisposable
{
    private static readonly TimeSpan CellLimit = TimeSpan.FromMinutes(10);

    private readonly Process process;
    private readonly Task<string> errors;
    private int lastToken;

    private StdioTool(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it in the notebooks' folder, as the extension does for a notebook of that folder.</summary>
    public static async Task<StdioTool> StartAsync()
    {
        string folder = Path.Combine(WorkbookProcess.Repository, "notebooks");
        // The arguments of the extension's default settings.
        ProcessStartInfo start = InteractiveTool.Prepare(folder, "[vscode]", "stdio", "--working-dir", folder);
        start.RedirectStandardInput = true;
        start.Environment["WORKBOOK_PROFILE"] = "fast";
        SameBits.Ask(start);
        StdioTool tool = new(Process.Start(start)!);
        // What is sent before it says that it is ready may be lost.
        using CancellationTokenSource limit = new(CellLimit);
        while (await tool.NextAsync(limit.Token) is not { } first || NameOf(first) != "KernelReady")
        {
        }

        return tool;
    }

    /// <summary>Submits a cell and returns the events of it, the last of which says how it ended.</summary>
    public async Task<IReadOnlyList<JsonElement>> SubmitAsync(string code)
    {
        using CancellationTokenSource limit = new(CellLimit);
        string token = $"cell-{++lastToken}";
        var submission = new { token, commandType = "SubmitCode", command = new { code, targetKernelName = "csharp" } };
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(submission).AsMemory(), limit.Token);
        await process.StandardInput.FlushAsync(limit.Token);
        List<JsonElement> events = [];
        do
        {
            if (await NextAsync(limit.Token) is { } next && TokenOf(next) == token)
            {
                events.Add(next);
            }
        }
        while (events is [] || NameOf(events[^1]) is not ("CommandSucceeded" or "CommandFailed"));
        return events;
    }

    /// <summary>The event's kind.</summary>
    public static string NameOf(JsonElement message) => message.GetProperty("eventType").GetString()!;

    /// <summary>What the compiler says of a cell: its Jupyter kernel writes even a hint to the cell's errors.</summary>
    public static IEnumerable<string> DiagnosticsOf(IReadOnlyList<JsonElement> events) => events
        .Where(message => NameOf(message) == "DiagnosticsProduced")
        .SelectMany(message => message.GetProperty("event").GetProperty("diagnostics").EnumerateArray())
        .Select(diagnostic => diagnostic.GetProperty("message").GetString()!);

    /// <summary>What a failed cell says, or null.</summary>
    public static string? FailureOf(IReadOnlyList<JsonElement> events) =>
        NameOf(events[^1]) == "CommandFailed" ? events[^1].GetProperty("event").GetProperty("message").GetString() : null;

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>The next event; null for a line that is none: the extension passes over such lines too.</summary>
    private async Task<JsonElement?> NextAsync(CancellationToken limit)
    {
        string line = await process.StandardOutput.ReadLineAsync(limit)
            ?? throw new InvalidOperationException($"the tool ended: {await errors}");
        return line.StartsWith('{') ? JsonDocument.Parse(line).RootElement : null;
    }

    private static string? TokenOf(JsonElement message) =>
        message.TryGetProperty("command", out JsonElement command) && command.ValueKind == JsonValueKind.Object
            ? command.GetProperty("token").GetString()
            : null;
}
