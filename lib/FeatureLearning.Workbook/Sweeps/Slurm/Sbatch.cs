using System.ComponentModel;
using System.Diagnostics;
using FeatureLearning.Workbook.Commands;

namespace FeatureLearning.Workbook.Sweeps.Slurm;

/// <summary>Submits batch scripts.</summary>
internal static class Sbatch
{
    /// <summary>Submits a script and returns its job's id.</summary>
    /// <param name="folder">The job's working directory.</param>
    /// <param name="script">The script.</param>
    /// <param name="options">More options.</param>
    /// <exception cref="UsageException">sbatch is missing or refuses.</exception>
    public static string Submit(string folder, string script, params IReadOnlyList<string> options)
    {
        ProcessStartInfo start = new("sbatch") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--parsable", "--chdir", folder, .. options, script])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            // ID, or ID;CLUSTER
            return process.ExitCode == 0 ? output.Trim().Split(';')[0]
                : throw new UsageException($"sbatch refuses {script}: {errors.GetAwaiter().GetResult().Trim()}");
        }
        catch (Win32Exception error)
        {
            throw new UsageException("sbatch is not there; --dry-run writes the scripts only.", error);
        }
    }
}
