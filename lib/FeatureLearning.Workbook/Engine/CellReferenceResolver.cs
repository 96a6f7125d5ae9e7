using System.Collections.Immutable;
using FeatureLearning.Storage;
using Microsoft.CodeAnalysis;

namespace FeatureLearning.Workbook.Engine;

/// <summary>
/// Finds what <c>#r</c> names: a path relative to the notebook's folder, or an assembly of the framework by name. What a referenced
/// library needs itself is looked for beside it first.
/// </summary>
internal sealed class CellReferenceResolver(string directory) : MetadataReferenceResolver
{
    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        Locate(reference) is { } path ? [MetadataReference.CreateFromFile(path, properties)] : [];

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        string file = referenceIdentity.Name + ".dll";
        string?[] places = [Path.GetDirectoryName((definition as PortableExecutableReference)?.FilePath), FrameworkReferences.Directory];
        string? found = places.OfType<string>().Select(place => Path.Combine(place, file)).FirstOrDefault(File.Exists);
        return found is null ? null : MetadataReference.CreateFromFile(found);
    }

    /// <summary>The file that <c>#r</c> means, or null.</summary>
    public string? Locate(string reference)
    {
        string path = Path.GetFullPath(reference, directory);
        if (File.Exists(path))
        {
            return path;
        }

        string name = reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference : reference + ".dll";
        string framework = Path.Combine(FrameworkReferences.Directory, Path.GetFileName(name));
        return File.Exists(framework) && Path.GetFileName(name) == name ? framework : InstalledCopy(reference);
    }

    /// <summary>
    /// The library that an installed tool brings along, for a notebook's <c>#r "../lib/bin/…"</c> where no repository is about. Within a
    /// repository, and for the command built there, a missing library stays an error: it has to be built.
    /// </summary>
    private string? InstalledCopy(string reference)
    {
        string copy = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(reference));
        return reference.Replace('\\', '/').Contains("lib/bin/", StringComparison.Ordinal)
            && File.Exists(Path.Combine(AppContext.BaseDirectory, "DotnetToolSettings.xml"))
            && WorkbookPlaces.FindRepository(directory) is null
            && File.Exists(copy)
            ? copy
            : null;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(directory);
}
