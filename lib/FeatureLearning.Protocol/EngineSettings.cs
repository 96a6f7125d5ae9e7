namespace FeatureLearning.Protocol;

/// <summary>What the command tells an engine when it starts it.</summary>
/// <param name="PackagesFolder">Where lists of restored packages are kept.</param>
/// <param name="LibrariesFolder">
/// Where an installed tool's libraries lie, for a notebook's <c>#r "../lib/bin/…"</c> outside the repository; null within it, where a missing
/// library has to be built.
/// </param>
internal sealed record EngineSettings(string PackagesFolder, string? LibrariesFolder)
{
    private const string Packages = "--packages";
    private const string Libraries = "--libraries";

    public string[] ToArguments() =>
        LibrariesFolder is null ? [Packages, PackagesFolder] : [Packages, PackagesFolder, Libraries, LibrariesFolder];

    public static EngineSettings Parse(string[] arguments) => arguments switch
    {
        [Packages, var packages] => new EngineSettings(packages, null),
        [Packages, var packages, Libraries, var libraries] => new EngineSettings(packages, libraries),
        _ => throw new ArgumentException($"{Packages} FOLDER [{Libraries} FOLDER] is expected.", nameof(arguments)),
    };
}
