namespace FeatureLearning.Workbook.Tests.Notebooks;

/// <summary>The repository's own notebooks, run once in the fast profile for a class of tests.</summary>
public sealed class WorkbookFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The sources, in order, without the appendices, which need what is not everywhere.</summary>
    public static IReadOnlyList<string> Sources { get; } =
        [.. Directory.GetFiles(Path.Combine(WorkbookProcess.Repository, "notebooks"), "*.dib").Where(path => !IsAppendix(path)).Order(StringComparer.Ordinal)];

    /// <summary>The appendices' sources.</summary>
    public static IReadOnlyList<string> Appendices { get; } =
        [.. Directory.GetFiles(Path.Combine(WorkbookProcess.Repository, "notebooks"), "*.dib").Where(IsAppendix).Order(StringComparer.Ordinal)];

    private static bool IsAppendix(string path) => Path.GetFileName(path).StartsWith("appendix-", StringComparison.Ordinal);

    internal WorkbookProcess.Outcome Outcome { get; private set; } = new(-1, "", "");

    public async Task InitializeAsync() => Outcome =
        await WorkbookProcess.RunAsync(WorkbookProcess.Prepare(WorkbookProcess.Repository, "run", "--out", folder.Path), minutes: 12);

    /// <summary>The sources that ran: all but an appendix whose packages could not be had.</summary>
    public IEnumerable<string> Ran => Sources.Concat(Appendices.Where(path =>
        Outcome.Output.Contains($"\n{Path.GetFileNameWithoutExtension(path)}: ok,", StringComparison.Ordinal)));

    /// <summary>The executed notebook of a source.</summary>
    public string Executed(string source) => folder.File(Path.GetFileNameWithoutExtension(source) + ".ipynb");

    /// <summary>A page of the report.</summary>
    public string Page(string source) => folder.File($"report/{Path.GetFileNameWithoutExtension(source)}.html");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();
}
