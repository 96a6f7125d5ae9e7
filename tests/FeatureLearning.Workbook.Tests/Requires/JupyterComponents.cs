using System.ComponentModel;
using System.Diagnostics;

namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A Python with ipykernel, jupyter_client, nbformat and nbconvert, found out once a run.</summary>
internal static class JupyterComponents
{
    private static readonly Lazy<string?> Found = new(() => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(CanImport));

    public static string? WhyMissing => Found.Value is null
        ? "python3 cannot import ipykernel, jupyter_client, nbformat and nbconvert (Debian: python3-ipykernel, python3-jupyter-client, jupyter-nbconvert)"
        : null;

    public static string Python => Found.Value!;

    /// <summary>Python with arguments, with kernels found under a prefix alone.</summary>
    public static ProcessStartInfo Prepare(string kernels, string workingDirectory, params string[] arguments)
    {
        ProcessStartInfo start = new(Python) { WorkingDirectory = workingDirectory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["JUPYTER_PATH"] = Path.Combine(kernels, "share", "jupyter");
        start.Environment["PYDEVD_DISABLE_FILE_VALIDATION"] = "1";
        return start;
    }

    private static bool CanImport(string python)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python)
            {
                ArgumentList = { "-c", "import ipykernel.kernelapp, jupyter_client, nbformat, nbconvert" },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 && output.GetAwaiter().GetResult() is not null;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
