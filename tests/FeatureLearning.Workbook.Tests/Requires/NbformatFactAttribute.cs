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

    /// <summary>The exit code of nbformat's own validation of files.</summary>
    public static int Validate(params string[] paths) => Run(
        Found.Value!, "import nbformat, sys\nfor path in sys.argv[1:]: nbformat.validate(nbformat.read(path, as_version=4))", paths);

    private static int Run(string python, string code, params string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new(python) { RedirectStandardError = true };
            foreach (string argument in (string[])["-W", "error", "-c", code, .. arguments])
            {
                start.ArgumentList.Add(argument);
            }

            using Process process = Process.Start(start)!;
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
