using System.ComponentModel;
using System.Diagnostics;

namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that needs Python's nbformat; skipped, with the reason, where it cannot be imported.</summary>
public sealed class NbformatFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Found = new(() =>
        new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python => Run(python, "import nbformat") == 0));

    public NbformatFactAttribute()
    {
        if (Found.Value is null)
        {
            Skip = "python3 cannot import nbformat (Debian: python3-nbformat)";
        }
    }

    /// <summary>The exit code of nbformat's own validation of a file.</summary>
    public static int Validate(string path) => Run(Found.Value!, $"import nbformat; nbformat.validate(nbformat.read(r'{path}', as_version=4))");

    private static int Run(string python, string code)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python) { ArgumentList = { "-W", "error", "-c", code }, RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return -1;
        }
    }
}
