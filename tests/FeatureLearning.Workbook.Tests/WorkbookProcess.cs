using System.Diagnostics;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Engine;

namespace FeatureLearning.Workbook.Tests;

/// <summary>The real command, as a process of its own.</summary>
internal static class WorkbookProcess
{
    public sealed record Outcome(int ExitCode, string Output, string Errors);

    /// <summary>The repository's root: runs from there use its cache of plotly.js and KaTeX.</summary>
    public static string Repository { get; } = WorkbookPlaces.FindRepository(AppContext.BaseDirectory)!;

    public static ProcessStartInfo Prepare(string workingDirectory, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { WorkingDirectory = workingDirectory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["exec", typeof(EngineProcess).Assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    public static Task<Outcome> RunAsync(params string[] arguments) => RunAsync(Prepare(Repository, arguments));

    /// <param name="start">What to start.</param>
    /// <param name="minutes">After which the process is ended and the test fails; a busy machine is slow, not broken.</param>
    public static async Task<Outcome> RunAsync(ProcessStartInfo start, int minutes = 3)
    {
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(minutes));
        await using CancellationTokenRegistration kill = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        await process.WaitForExitAsync(limit.Token);
        return new Outcome(process.ExitCode, await output, await errors);
    }
}
