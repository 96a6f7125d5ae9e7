using System.Collections.Immutable;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Run;

/// <summary>A notebook to run: its file, its name in the output (without extension, unique within the run), and its content.</summary>
internal sealed record NotebookSource(string Path, string Name, Notebook Notebook)
{
    /// <summary>
    /// What an appendix's name starts with. An appendix may ask, in its first cell, for packages that not every feed has and for what is built
    /// from them; where that is missing, the run leaves the appendix out and says why. In any other notebook it is an error.
    /// </summary>
    private const string AppendixPrefix = "appendix-";

    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    public bool IsAppendix => System.IO.Path.GetFileName(Path).StartsWith(AppendixPrefix, StringComparison.Ordinal);
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
