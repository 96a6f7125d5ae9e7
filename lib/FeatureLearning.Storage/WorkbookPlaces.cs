namespace FeatureLearning.Storage;

/// <summary>Where the workbook keeps its files.</summary>
internal static class WorkbookPlaces
{
    /// <summary>The file that marks the repository's root.</summary>
    public const string Solution = "FeatureLearning.Notebooks.sln";

    /// <summary>The nearest folder upwards that holds the solution, or null.</summary>
    public static string? FindRepository(string from)
    {
        for (DirectoryInfo? directory = new(from); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Solution)))
            {
                return directory.FullName;
            }
        }

        return null;
    }

    /// <summary>What may be deleted at any time: in the repository, or with the user's other data where there is none.</summary>
    public static string Cache(string? repository) => repository is null
        ? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "featurelearning-workbook")
        : Path.Combine(repository, "data", "cache");
}
