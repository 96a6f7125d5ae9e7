using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Engine;

/// <summary>Reads <c>project.assets.json</c>, which <c>dotnet restore</c> writes: the files of every package for one framework and system.</summary>
internal static class PackageAssets
{
    /// <exception cref="JsonException">It is not such a file.</exception>
    public static RestoredPackages Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        try
        {
            JsonElement root = document.RootElement;
            string[] folders = [.. root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
            // With a runtime identifier there are two targets; the one that names it holds the files that this system takes.
            JsonElement target = root.GetProperty("targets").EnumerateObject().OrderBy(t => t.Name.Contains('/', StringComparison.Ordinal)).Last().Value;
            List<string> assemblies = [], natives = [];
            foreach (JsonProperty package in target.EnumerateObject())
            {
                string path = root.GetProperty("libraries").GetProperty(package.Name).GetProperty("path").GetString()!;
                assemblies.AddRange(Files(package.Value, "runtime", folders, path).Where(IsOwn));
                natives.AddRange(Files(package.Value, "native", folders, path));
            }

            return new RestoredPackages([.. assemblies], [.. natives]);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException)
        {
            throw new JsonException("project.assets.json is not as expected", exception);
        }
    }

    private static ImmutableArray<string> Files(JsonElement package, string kind, string[] folders, string path) =>
        package.TryGetProperty(kind, out JsonElement files)
            ? [.. files.EnumerateObject()
                .Where(file => Path.GetFileName(file.Name) != "_._")
                .Select(file => folders.Select(folder => Path.Combine(folder, path, file.Name)).First(File.Exists))]
            : [];

    /// <summary>The framework's own assembly is newer than the one that an old package carries.</summary>
    private static bool IsOwn(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        && !FrameworkFolder.Has(Path.GetFileName(path));
}
