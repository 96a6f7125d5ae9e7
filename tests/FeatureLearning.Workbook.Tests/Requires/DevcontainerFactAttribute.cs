using System.ComponentModel;
using System.Diagnostics;

namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that needs the dev container CLI from npm; skipped, with the reason, where it cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DevcontainerFactAttribute : FactAttribute
{
    private const string Package = "@devcontainers/cli@0.89.0";

    private static readonly Lazy<string?> WhyMissing = new(() =>
    {
        try
        {
            (int exitCode, _, string errors) = Run("--version");
            return exitCode == 0 ? null : $"npm could not fetch or run {Package}: {errors.Trim().Split('\n')[0]}";
        }
        catch (Win32Exception)
        {
            return $"npm is not installed, so there is no {Package}";
        }
    });

    public DevcontainerFactAttribute() =>
        Skip = OperatingSystem.IsWindows() ? "starts npm and a shell script" : WhyMissing.Value;

    /// <summary>Runs the command.</summary>
    public static (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        ProcessStartInfo start = new("npm") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["exec", "--yes", "--loglevel=error", Package, "--", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
