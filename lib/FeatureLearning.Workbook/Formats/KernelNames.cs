using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>Kernel names and aliases, case-sensitive, as .NET Interactive knows them, and those that a notebook declares.</summary>
internal sealed class KernelNames
{
    public const string CSharp = "csharp";
    public const string Markdown = "markdown";
    public const string Raw = "raw";

    private readonly ImmutableDictionary<string, string> canonical;

    private KernelNames(ImmutableDictionary<string, string> canonical) => this.canonical = canonical;

    /// <summary>The kernels that Polyglot Notebooks offers without further ado.</summary>
    public static KernelNames Known { get; } = new(new Dictionary<string, string>
    {
        ["csharp"] = CSharp, ["c#"] = CSharp, ["C#"] = CSharp,
        ["markdown"] = Markdown, ["md"] = Markdown,
        ["fsharp"] = "fsharp", ["f#"] = "fsharp", ["F#"] = "fsharp",
        ["pwsh"] = "pwsh", ["powershell"] = "pwsh",
        ["javascript"] = "javascript", ["js"] = "javascript",
        ["html"] = "html", ["mermaid"] = "mermaid", ["sql"] = "sql", ["kql"] = "kql", ["http"] = "http",
        ["value"] = "value",
    }.ToImmutableDictionary(StringComparer.Ordinal));

    /// <summary>The canonical name, or null when the text is neither a kernel's name nor an alias.</summary>
    public string? Find(string nameOrAlias) => canonical.GetValueOrDefault(nameOrAlias);

    /// <summary>Adds the kernels of a <c>kernelInfo</c> or <c>polyglot_notebook</c> object: <c>items: [{name, aliases}]</c>.</summary>
    public KernelNames With(JsonElement? kernelInfo)
    {
        if (kernelInfo is not { ValueKind: JsonValueKind.Object } info
            || !info.TryGetProperty("items", out JsonElement items) || items.ValueKind != JsonValueKind.Array)
        {
            return this;
        }

        ImmutableDictionary<string, string>.Builder names = canonical.ToBuilder();
        foreach (JsonElement item in items.EnumerateArray())
        {
            if (Json.Text(item, "name") is not { Length: > 0 } name)
            {
                continue;
            }

            names.TryAdd(name, name);
            foreach (string alias in Aliases(item))
            {
                names.TryAdd(alias, canonical.GetValueOrDefault(name, name));
            }
        }

        return new KernelNames(names.ToImmutable());
    }

    private static IEnumerable<string> Aliases(JsonElement item) =>
        item.TryGetProperty("aliases", out JsonElement aliases) && aliases.ValueKind == JsonValueKind.Array
            ? aliases.EnumerateArray().Where(alias => alias.ValueKind == JsonValueKind.String).Select(alias => alias.GetString()!)
            : [];
}
