using System.Text.Json;
using FeatureLearning.Workbook.Commands;

namespace FeatureLearning.Workbook.Engine;

/// <summary>
/// The engine of .NET Interactive as a second one: <c>lib/FeatureLearning.Interactive</c>, which is not a part of the solution, since its packages
/// are not on every feed. It is there when somebody has built it.
/// </summary>
internal static class InteractiveEngine
{
    /// <summary>Where its build goes, from the repository's root.</summary>
    public const string Folder = "lib/bin/interactive";

    public const string BuildCommand = $"dotnet build -c Release {Project}";

    private const string Project = "lib/FeatureLearning.Interactive";

    /// <param name="repository">The repository's root, or null when there is none about.</param>
    /// <exception cref="UsageException">It is not built; the message says how to, and which packages its last restore did not find.</exception>
    public static EngineProgram Find(string? repository)
    {
        if (repository is null)
        {
            throw new UsageException(
                "the engine 'interactive' belongs to the repository FeatureLearning.Notebooks, which was not found from here upwards");
        }

        string assembly = Path.Combine(repository, Folder, "FeatureLearning.Interactive.dll");
        if (File.Exists(assembly))
        {
            return new EngineProgram(assembly, []);
        }

        string[] missing = NotRestored(Path.Combine(repository, Project, "obj", "project.assets.json"));
        throw new UsageException(
            $"the engine 'interactive' is not built; build it with: {BuildCommand} ("
            + (missing.Length > 0
                ? $"its last restore did not find {string.Join(", ", missing)})"
                : "a package feed must have its packages, see its README)"));
    }

    /// <summary>The packages that a restore did not find, from the log that it leaves; none when there is no such log.</summary>
    private static string[] NotRestored(string assets)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(assets));
            return document.RootElement.TryGetProperty("logs", out JsonElement logs)
                ? [.. logs.EnumerateArray()
                    .Where(log => log.GetProperty("level").GetString() == "Error" && log.TryGetProperty("libraryId", out _))
                    .Select(log => log.GetProperty("libraryId").GetString()!)
                    .Distinct(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception exception) when (exception is IOException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return [];
        }
    }
}
