namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that runs a shell script on a copy of the repository; skipped where there is no bash or git.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostCreateFactAttribute : FactAttribute
{
    public PostCreateFactAttribute()
    {
        string[] places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] missing = [.. new[] { "bash", "git" }.Where(program => !places.Any(place => File.Exists(Path.Combine(place, program))))];
        Skip = missing.Length > 0 ? $"needs {string.Join(" and ", missing)} on PATH"
            : !Path.Exists(Path.Combine(WorkbookProcess.Repository, ".git")) ? "needs the repository under git, to know which files are its own"
            : null;
    }
}
