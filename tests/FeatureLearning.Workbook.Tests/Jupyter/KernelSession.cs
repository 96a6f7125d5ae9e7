using System.Diagnostics;
using System.Text.Json;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Jupyter;

/// <summary>One session of a front end with the installed kernel: steps in, what came of each out.</summary>
internal static class KernelSession
{
    public static object Execute(string code, bool interrupt = false) => new { @do = "execute", code, interrupt };

    /// <summary>Completion where the bar stands.</summary>
    public static object Complete(string code) => Ask("complete", code);

    /// <summary>What is said of the name, or of the call, where the bar stands.</summary>
    public static object Inspect(string code) => Ask("inspect", code);

    private static object Ask(string what, string code)
    {
        string before = code[..code.IndexOf('|', StringComparison.Ordinal)];
        // Jupyter counts code points.
        return new { @do = what, code = code.Replace("|", "", StringComparison.Ordinal), position = before.EnumerateRunes().Count() };
    }

    public static object IsComplete(string code) => new { @do = "is_complete", code };

    public static object Restart() => new { @do = "restart" };

    public static object Info() => new { @do = "info" };

    public static async Task<JsonElement[]> RunAsync(string kernels, string name, string folder, params object[] steps)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Jupyter", "kernel_session.py");
        ProcessStartInfo start = JupyterComponents.Prepare(kernels, folder, script, name, folder);
        start.RedirectStandardInput = true;
        using Process process = Process.Start(start)!;
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(5));
        await using CancellationTokenRegistration kill = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(steps));
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, await errors);
        return [.. JsonDocument.Parse(await output).RootElement.EnumerateArray()];
    }

    /// <summary>The texts that a step showed, in order: streams, plain results, messages of errors.</summary>
    public static string[] Shown(JsonElement step) => [.. step.GetProperty("outputs").EnumerateArray().Select(output =>
        output.GetProperty("type").GetString() switch
        {
            "stream" => $"{output.GetProperty("name").GetString()}:{output.GetProperty("text").GetString()}",
            "error" => $"{output.GetProperty("ename").GetString()}: {output.GetProperty("evalue").GetString()}",
            _ => output.GetProperty("data").GetProperty("text/plain").GetString()!,
        })];
}
