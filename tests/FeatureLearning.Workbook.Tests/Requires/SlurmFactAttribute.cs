namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that starts a Slurm of its own; skipped, with the reason, where its daemons are missing or may not be started.</summary>
public sealed class SlurmFactAttribute : FactAttribute
{
    private static readonly string[] Needed = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol"];

    public SlurmFactAttribute()
    {
        string[] missing = [.. Needed.Where(program => Find(program) is null)];
        if (missing.Length > 0)
        {
            Skip = $"needs {string.Join(", ", missing)} (Debian: slurm-wlm, munge)";
        }
        else if (Environment.UserName != "root")
        {
            Skip = "needs root: slurmd runs jobs for other users";
        }
    }

    /// <summary>A program on the PATH, or where Debian puts daemons.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(["/usr/sbin", "/usr/bin"])
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
