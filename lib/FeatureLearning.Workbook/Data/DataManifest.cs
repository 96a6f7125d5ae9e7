using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FeatureLearning.Workbook.Commands;

namespace FeatureLearning.Workbook.Data;

/// <summary>A file as it is published: its size and SHA-256, and where it can be had, the preferred place first.</summary>
internal sealed record DataFile(string Name, long Bytes, string Sha256, ImmutableArray<Uri> Mirrors);

/// <summary>Files that belong together, in a folder of their name.</summary>
internal sealed record DataSetEntry(string Name, string Title, string Checksums, ImmutableArray<DataFile> Files);

/// <summary>What can be fetched: <c>data/manifest.json</c>, a copy of which the command carries.</summary>
internal sealed partial record DataManifest(ImmutableArray<DataSetEntry> DataSets)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads a manifest from a file, or the command's own.</summary>
    /// <exception cref="UsageException">The file is missing or not a manifest; the message says where.</exception>
    public static DataManifest Read(string? path)
    {
        try
        {
            return Parse(path is null ? Own() : File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"{path ?? "manifest.json"}: {error.Message}", error);
        }
    }

    /// <summary>The data sets of some names, or all of them.</summary>
    /// <exception cref="UsageException">There is none of a name.</exception>
    public ImmutableArray<DataSetEntry> Named(IReadOnlyCollection<string> names) => names.Count == 0
        ? DataSets
        : [.. names.Distinct(StringComparer.Ordinal).Select(name => DataSets.FirstOrDefault(set => set.Name == name)
            ?? throw new UsageException($"there is no data set '{name}'; there are: {string.Join(", ", DataSets.Select(set => set.Name))}"))];

    private static string Own()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("manifest.json")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private static DataManifest Parse(string json)
    {
        Document document = JsonSerializer.Deserialize<Document>(json, Strict) ?? throw new JsonException("it is null.");
        foreach (DataSetEntry set in document.DataSets)
        {
            Check(set.Name, set.Files.Length > 0, $"data set '{set.Name}' has no files.");
            foreach (DataFile file in set.Files)
            {
                Check(file.Name, file.Bytes > 0, $"'{file.Name}' must have more than 0 bytes.");
                Check(file.Name, Sha().IsMatch(file.Sha256), $"the sha256 of '{file.Name}' must be 64 small hexadecimal digits.");
                bool reachable = file.Mirrors.Length > 0 && file.Mirrors.All(mirror => mirror is { IsAbsoluteUri: true, Scheme: "https" or "http" });
                Check(file.Name, reachable, $"'{file.Name}' needs mirrors, each an absolute http or https address.");
            }
        }

        return new DataManifest(document.DataSets);
    }

    // Names become folders and files: nothing in them may lead elsewhere.
    private static void Check(string name, bool holds, string message)
    {
        if (!Plain().IsMatch(name))
        {
            throw new JsonException($"'{name}' is not a plain name of letters, digits, '.', '_' and '-'.");
        }

        if (!holds)
        {
            throw new JsonException(message);
        }
    }

    private sealed record Document(ImmutableArray<DataSetEntry> DataSets);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex Plain();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha();
}
