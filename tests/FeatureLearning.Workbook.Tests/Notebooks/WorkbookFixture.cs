using System.Diagnostics;
using FeatureLearning.Workbook.Tests.Clients;

namespace FeatureLearning.Workbook.Tests.Notebooks;

/// <summary>
/// Tests of one headless run of the repository's notebooks. They run one after the other, and after it: it fills the cache for
/// other clients.
/// </summary>
[CollectionDefinition(Name)]
public sealed class WorkbookCollection : ICollectionFixture<WorkbookFixture>
{
    public const string Name = "workbook";
}

/// <summary>The repository's own notebooks, run once in the fast profile for all tests that ask what the run shows.</summary>
public sealed class WorkbookFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The sources, in order, without the appendices, which need what is not everywhere.</summary>
    public static IReadOnlyList<string> Sources { get; } =
        [.. InRepository().Where(path => !IsAppendix(path))];

    /// <summary>The appendices' sources.</summary>
    public static IReadOnlyList<string> Appendices { get; } =
        [.. InRepository().Where(IsAppendix)];

    /// <summary>The names of the sources.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Sources.Select(source => Path.GetFileNameWithoutExtension(source)!)];

    private static IEnumerable<string> InRepository() =>
        Directory.GetFiles(Path.Combine(WorkbookProcess.Repository, "notebooks"), "*.dib").Order(StringComparer.Ordinal);

    private static bool IsAppendix(string path) => Path.GetFileName(path).StartsWith("appendix-", StringComparison.Ordinal);

    internal WorkbookProcess.Outcome Outcome { get; private set; } = new(-1, "", "");

    public async Task InitializeAsync()
    {
        ProcessStartInfo start = WorkbookProcess.Prepare(WorkbookProcess.Repository, "run", "--out", folder.Path);
        SameBits.Ask(start);
        Outcome = await WorkbookProcess.RunAsync(start, minutes: 25);
    }

    /// <summary>The sources that ran: all but an appendix whose packages could not be had.</summary>
    public IEnumerable<string> Ran => Sources.Concat(Appendices.Where(path =>
        Outcome.Output.Contains($"\n{Path.GetFileNameWithoutExtension(path)}: ok,", StringComparison.Ordinal)));

    /// <summary>The executed notebook of a source.</summary>
    public string Executed(string source) => folder.File(Path.GetFileNameWithoutExtension(source) + ".ipynb");

    /// <summary>A page of the report.</summary>
    public string Page(string source) => folder.File($"report/{Path.GetFileNameWithoutExtension(source)}.html");

    /// <summary>How many figures a notebook shows.</summary>
    public int Figures(string name) => ShownBy(name).Count(shown => shown.Kind == Shown.FigureKind);

    /// <summary>How many statements it makes.</summary>
    public int Statements(string name) => Shown.Statements(ShownBy(name)).Total;

    /// <summary>That another client showed the same figures, tables and statements, to the last bit, and nothing else.</summary>
    internal void AssertShows(string name, IReadOnlyList<Shown> shown)
    {
        IReadOnlyList<Shown> expected = ShownBy(name);
        Assert.All(shown, one => Assert.True(one.IsFigureOrTable, $"cell {one.Cell}, {one.Kind}: {one.Text}"));
        Assert.Equal(expected.Select(one => (one.Cell, one.Kind)), shown.Select(one => (one.Cell, one.Kind)));
        Assert.All(expected.Zip(shown), pair => Assert.Null(pair.First.DifferenceFrom(pair.Second)));
        (int holding, int total) = Shown.Statements(shown);
        Assert.True(total > 0 && holding == total, $"{holding} of {total} statements hold");
        Assert.Contains(shown, one => one.Kind == Shown.FigureKind);
    }

    private IReadOnlyList<Shown> ShownBy(string name) => Shown.InNotebook(folder.File(name + ".ipynb"));

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();
}
