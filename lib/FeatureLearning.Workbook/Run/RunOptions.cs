using System.Collections.Immutable;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Run;

/// <summary>A notebook to run: its file, its name in the output (without extension, unique within the run), and its content.</summary>
internal sealed record NotebookSource(string Path, string Name, Notebook Notebook)
{
    public string Directory => System.IO.Path.GetDirectoryName(Path)!;
}

/// <summary>What <c>workbook run</c> was asked to do, checked and read.</summary>
internal sealed record RunOptions(
    ImmutableArray<NotebookSource> Notebooks,
    Profile Profile,
    string OutputDirectory,
    TimeSpan CellTimeout,
    bool KeepGoing,
    bool Update,
    string? Repository)
{
    /// <summary>Where what comes from npm is kept between runs.</summary>
    public string CacheDirectory => WorkbookPlaces.Cache(Repository);
}
