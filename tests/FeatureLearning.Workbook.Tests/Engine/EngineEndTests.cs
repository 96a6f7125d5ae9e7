using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Tests.Engine;

/// <summary>Cells that end their process, or never end.</summary>
public sealed class EngineEndTests
{
    private static async Task<CellResult> RunAsync(string code, double seconds = 60, Dictionary<string, string>? environment = null, CancellationToken cancellation = default)
    {
        await using EngineProcess engine = EngineProcess.Start(Path.GetTempPath(), environment ?? []);
        return await new CellExecutor(engine).RunAsync(1, code, TimeSpan.FromSeconds(seconds), cancellation);
    }

    [Fact]
    public async Task Environment_Exit_is_a_crash_with_its_code_and_what_was_said_before_is_kept()
    {
        CellResult result = await RunAsync("Console.Write(\"before\"); Environment.Exit(7);");
        Assert.Equal(CellStatus.Crashed, result.Status);
        Assert.Equal("engine crashed (exit code 7)", result.Error!.Message);
        Assert.Equal("before", Assert.IsType<StreamOutput>(result.Outputs[0]).Text);
    }

    [Fact]
    public async Task A_stack_overflow_is_a_crash_and_says_why()
    {
        CellResult result = await RunAsync("Console.WriteLine(\"before\");\nint F(int x) => F(x + 1) + 1;\nF(0)");
        Assert.Equal(CellStatus.Crashed, result.Status);
        Assert.Contains("Stack overflow", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("before\n", Assert.IsType<StreamOutput>(result.Outputs[0]).Text);
    }

    [Fact]
    public async Task Memory_without_end_is_a_crash_or_a_fault_and_never_a_hang()
    {
        CellResult result = await RunAsync(
            "var all = new List<byte[]>();\nwhile (true) all.Add(new byte[1 << 20]);",
            environment: new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "20000000" }); // hexadecimal: 512 MiB
        Assert.True(result.Status is CellStatus.Crashed || result.Error?.Name == "OutOfMemoryException", $"{result.Status} {result.Error?.Message}");
    }

    [Fact]
    public async Task FailFast_is_a_crash_with_its_message() =>
        Assert.Contains("no way on", (await RunAsync("Environment.FailFast(\"no way on\");")).Outputs.OfType<StreamOutput>().Single().Text, StringComparison.Ordinal);

    [Fact]
    public async Task An_endless_loop_is_timed_out_and_not_a_crash()
    {
        CellResult result = await RunAsync("Console.Write(\"begun\"); while (true) { }", seconds: 2);
        Assert.Equal(CellStatus.TimedOut, result.Status);
        Assert.Equal("timed out after 2 s", result.Error!.Message);
        Assert.Equal("begun", Assert.IsType<StreamOutput>(result.Outputs[0]).Text);
    }

    [Fact]
    public async Task An_interrupted_cell_says_so()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(1));
        Assert.Equal(CellStatus.Interrupted, (await RunAsync("await Task.Delay(-1);", cancellation: stop.Token)).Status);
    }
}
