namespace FeatureLearning.Workbook.Formats;

/// <summary>Where what is fetched is kept between runs.</summary>
internal static class CacheFolder
{
    /// <summary>The user's own.</summary>
    public static string User => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "featurelearning-workbook");

    /// <summary>A repository's, or the user's where there is none.</summary>
    public static string Of(string? repository) => repository is null ? User : Path.Combine(repository, "data", "cache");
}
