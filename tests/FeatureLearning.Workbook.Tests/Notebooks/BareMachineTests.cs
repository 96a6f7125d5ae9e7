namespace FeatureLearning.Workbook.Tests.Notebooks;

/// <summary>The notebooks on a machine with .NET and nothing else.</summary>
public sealed class BareMachineTests : IDisposable
{
    // Part I: the later notebooks use nothing else, and would sample for minutes without a cache.
    private static readonly string[] Sources = [.. WorkbookFixture.Sources.Take(5)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Without_npm_browser_cache_and_native_libraries_the_run_succeeds()
    {
        // A folder of its own, beside the same lib/bin: the repository's cache would hand out an earlier run's plotly.js.
        Directory.CreateDirectory(folder.File("notebooks"));
        Directory.CreateDirectory(folder.File("lib/bin"));
        foreach (var file in Directory.GetFiles(Path.Combine(WorkbookProcess.Repository, "lib", "bin")))
            File.Copy(file, folder.File("lib/bin/" + Path.GetFileName(file)));
        foreach (var source in Sources)
            File.Copy(source, folder.File("notebooks/" + Path.GetFileName(source)));
        var start = WorkbookProcess.Prepare(folder.Path, ["run", .. Directory.GetFiles(folder.File("notebooks")), "--out", folder.File("out")]);
        start.FileName = Environment.ProcessPath!;
        start.Environment["PATH"] = folder.Path;
        start.Environment["XDG_DATA_HOME"] = folder.File("cache");
        start.Environment["FEATURELEARNING_BLAS"] = "managed";
        start.Environment.Remove("CHROME");
        start.Environment.Remove("CHROMIUM");
        var outcome = await WorkbookProcess.RunAsync(start, minutes: 12);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Equal(Sources.Length, Directory.GetFiles(folder.File("out"), "*.ipynb").Length);
        Assert.Contains("npm is not installed", File.ReadAllText(folder.File("out/report/index.html")), StringComparison.Ordinal);
        Assert.DoesNotContain("image/png", File.ReadAllText(Directory.GetFiles(folder.File("out"), "*.ipynb")[0]), StringComparison.Ordinal);
    }
}
