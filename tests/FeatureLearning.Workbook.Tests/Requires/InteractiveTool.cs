using System.Diagnostics;

namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>
/// The engine of the Polyglot Notebooks extension, which the tool manifest names; looked for once a run, installed by no test.
/// </summary>
internal static class InteractiveTool
{
    /// <summary>The last one.</summary>
    private const string Version = "1.0.712001";

    private static readonly Lazy<string?> Missing = new(() => Task.Run(FindAsync).GetAwaiter().GetResult());

    public static string? WhyMissing => Missing.Value;

    /// <summary>As the extension starts it, from a folder of the repository, whose manifest holds for those below it.</summary>
    public static ProcessStartInfo Prepare(string workingDirectory, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["tool", "run", "dotnet-interactive", "--", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        Quiet(start);
        return start;
    }

    /// <summary>Without telemetry and its first-run message.</summary>
    public static void Quiet(ProcessStartInfo start)
    {
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
    }

    private static async Task<string?> FindAsync()
    {
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync(Prepare(WorkbookProcess.Repository, "--version"));
        return outcome.ExitCode == 0 && outcome.Output.StartsWith(Version, StringComparison.Ordinal)
            ? null
            : $"needs Microsoft.dotnet-interactive {Version}: run 'dotnet tool restore'";
    }
}

/// <summary>A theory about the tool; skipped, with the reason, where it has not been restored.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteractiveTheoryAttribute : TheoryAttribute
{
    public InteractiveTheoryAttribute() => Skip = InteractiveTool.WhyMissing;
}

/// <summary>A test of packages in the tool, which itself restores them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteractiveRestoreFactAttribute : FactAttribute
{
    public InteractiveRestoreFactAttribute() => Skip = InteractiveTool.WhyMissing ?? new RestoreFactAttribute().Skip;
}

/// <summary>A theory about the tool's Jupyter kernel and what a browser shows of it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteractiveJupyterTheoryAttribute : TheoryAttribute
{
    public InteractiveJupyterTheoryAttribute() =>
        Skip = InteractiveTool.WhyMissing ?? JupyterComponents.WhyMissing ?? Components.WhyNoChromium ?? Components.WhyNoPlotlyJs;
}
