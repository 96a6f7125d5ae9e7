using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that needs a module of Python; skipped, with the reason, where it cannot be imported.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class PythonFactAttribute : FactAttribute
{
    private static readonly ConcurrentDictionary<string, string?> Found = new();

    /// <param name="module">What is imported.</param>
    /// <param name="package">Debian's package of it.</param>
    public PythonFactAttribute(string module, string package)
    {
        if (Find(module) is null)
        {
            Skip = $"python3 cannot import {module} (Debian: {package})";
        }
    }

    /// <summary>What a script prints under a Python that has a module; warnings are errors.</summary>
    public static string Python(string module, string code)
    {
        (int exitCode, string output, string errors) = Run(Find(module)!, code);
        Assert.True(exitCode == 0, errors);
        return output.ReplaceLineEndings("\n");
    }

    private static string? Find(string module) => Found.GetOrAdd(
        module, name => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python => Run(python, $"import {name}").ExitCode == 0));

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
