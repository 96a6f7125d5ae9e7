using System.Collections.Immutable;
using System.Globalization;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Run;

/// <summary>Finds and reads the notebooks of a run before anything runs, so that a bad argument costs no minutes.</summary>
internal static class NotebookFinder
{
    public static ImmutableArray<NotebookSource> Find(IReadOnlyList<string> named, string? repository)
    {
        IReadOnlyList<string> paths = named.Count > 0 ? [.. named.Select(Check).Distinct(StringComparer.Ordinal)] : All(repository);
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        return [.. paths.Select(path => new NotebookSource(path, UniqueName(path, names), NotebookFile.Read(path)))];
    }

    private static string Check(string argument)
    {
        string path = Path.GetFullPath(argument);
        if (!File.Exists(path))
        {
            throw new UsageException(
                Directory.Exists(path) ? $"'{argument}' is a folder; name notebooks in it" : $"'{argument}' does not exist");
        }

        return NotebookFile.IsNotebook(path)
            ? path
            : throw new UsageException($"'{argument}' is not a notebook: its name must end in .dib or .ipynb");
    }

    private static List<string> All(string? repository)
    {
        if (repository is null)
        {
            throw new UsageException($"name notebooks, or start inside the repository ({WorkbookPlaces.Solution} was not found from here upwards)");
        }

        string folder = Path.Combine(repository, "notebooks");
        List<string> all = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Where(NotebookFile.IsNotebook)] : [];
        // The .dib is the source; an .ipynb of the same name is its executed copy.
        HashSet<string> sources = all.Where(path => path.EndsWith(".dib", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        List<string> chosen = [.. all.Where(path => sources.Contains(path) || !sources.Contains(Path.ChangeExtension(path, ".dib")))];
        chosen.Sort(StringComparer.Ordinal);
        return chosen.Count > 0 ? chosen : throw new UsageException($"there are no notebooks in '{folder}'");
    }

    private static string UniqueName(string path, HashSet<string> names)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        // index.html is the report's contents page.
        string unique = name.Equals("index", StringComparison.OrdinalIgnoreCase) ? "index-1" : name;
        for (int copy = 2; !names.Add(unique); copy++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}-{copy}");
        }

        return unique;
    }
}
