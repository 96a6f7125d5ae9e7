using System.ComponentModel;
using System.Diagnostics;

namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that needs Python's NumPy; skipped, with the reason, where it cannot be imported.</summary>
public sealed class NumpyFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Found = new(() =>
        new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python => Run(python, "import numpy").ExitCode == 0));

    public NumpyFactAttribute()
    {
        if (Found.Value is null)
        {
            Skip = "python3 cannot import numpy (Debian: python3-numpy)";
        }
    }

    /// <summary>What a script prints; warnings are errors.</summary>
    public static string Python(string code)
    {
        (int exitCode, string output, string errors) = Run(Found.Value!, code);
        Assert.True(exitCode == 0, errors);
        return output.ReplaceLineEndings("\n");
    }

    private static (int ExitCode, string Output, string Errors) Run(string python, string code)
    {
        try
        {
            ProcessStartInfo start = new(python) { ArgumentList = { "-W", "error", "-c", code }, RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return (-1, "", "");
        }
    }
}
