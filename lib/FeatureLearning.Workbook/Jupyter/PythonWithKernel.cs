using System.ComponentModel;
using System.Diagnostics;
using FeatureLearning.Workbook.Commands;

namespace FeatureLearning.Workbook.Jupyter;

/// <summary>A Python that can import ipykernel.</summary>
/// <param name="Executable">Its full path.</param>
/// <param name="Prefix">Its <c>sys.prefix</c>.</param>
internal sealed record PythonWithKernel(string Executable, string Prefix)
{
    /// <summary>The one named, or the first of the usual ones.</summary>
    /// <exception cref="UsageException">None is found.</exception>
    public static PythonWithKernel Find(string? named) =>
        (named is null ? ["python3", "/usr/bin/python3", "python"] : (string[])[named]).Select(Ask).FirstOrDefault(found => found is not null)
        ?? throw new UsageException((named is null ? "no python3 on PATH" : $"'{named}' is no Python that")
            + " can import ipykernel: install it (Debian: python3-ipykernel; elsewhere: pip install ipykernel), or name another Python by --python");

    private static PythonWithKernel? Ask(string python)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python)
            {
                ArgumentList = { "-c", "import sys, ipykernel.kernelbase; print(sys.executable); print(sys.prefix)" },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string[] lines = process.StandardOutput.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
            process.WaitForExit();
            _ = errors.GetAwaiter().GetResult();
            return process.ExitCode == 0 && lines is [{ Length: > 0 } executable, { Length: > 0 } prefix, ..] ? new(executable, prefix) : null;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            return null;
        }
    }
}
