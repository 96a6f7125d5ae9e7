using System.Diagnostics;

namespace FeatureLearning.Workbook.Tests.Packages;

/// <summary>The packages as <c>dotnet pack</c> makes them of what has been built, and the tool installed from them; once for a class of tests.</summary>
public sealed class PackageFixture : IAsyncLifetime, IDisposable
{
    private static readonly string Configuration =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Debug" : "Release";

    private readonly TemporaryFolder folder = new();

    /// <summary>A folder for what a test makes, outside every repository.</summary>
    public string Work => folder.File("work");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Work);
        foreach (string project in (string[])["FeatureLearning", "FeatureLearning.Plotly", "FeatureLearning.Storage", "FeatureLearning.Workbook"])
        {
            await DotnetAsync("pack", Path.Combine(WorkbookProcess.Repository, "lib", project), "-c", Configuration, "--no-build", "--no-restore", "-o", folder.File("packages"));
        }

        folder.Write("NuGet.config", "<configuration><packageSources><clear/><add key=\"here\" value=\"packages\"/></packageSources></configuration>");
        await DotnetAsync("tool", "install", "FeatureLearning.Workbook", "--tool-path", folder.File("tool"), "--configfile", folder.File("NuGet.config"));
    }

    /// <summary>The package of a name.</summary>
    public string Package(string name, string extension = "nupkg") =>
        Directory.GetFiles(folder.File("packages"), $"{name}.*.{extension}").Single(file => char.IsDigit(Path.GetFileName(file)[name.Length + 1]));

    /// <summary>Runs the installed command; the machine's own npm, browser and caches stay out of it.</summary>
    internal Task<WorkbookProcess.Outcome> ToolAsync(params string[] arguments)
    {
        ProcessStartInfo start = Start(folder.File("tool/workbook"), arguments);
        start.Environment["PATH"] = Path.GetDirectoryName(Environment.ProcessPath);
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath);
        start.Environment["XDG_DATA_HOME"] = folder.File("cache");
        return WorkbookProcess.RunAsync(start);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();

    private async Task DotnetAsync(params string[] arguments)
    {
        ProcessStartInfo start = Start(Environment.ProcessPath!, arguments);
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
        // An earlier test's package of the same version must not stand in for this one.
        start.Environment["NUGET_PACKAGES"] = arguments[0] == "tool" ? folder.File("nuget") : null;
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync(start);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Errors);
    }

    private ProcessStartInfo Start(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program) { WorkingDirectory = Work, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
