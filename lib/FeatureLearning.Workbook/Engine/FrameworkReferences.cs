using System.Collections.Immutable;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace FeatureLearning.Workbook.Engine;

/// <summary>
/// The assemblies of the running .NET framework and of nothing else: the command's own copies of FeatureLearning, Roslyn and Markdig
/// stay invisible to cells, which load theirs by <c>#r</c>.
/// </summary>
internal static class FrameworkReferences
{
    public static string Directory { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static ImmutableArray<MetadataReference> All() =>
        [.. System.IO.Directory.EnumerateFiles(Directory, "*.dll")
            .Where(IsReferenceable)
            .Select(path => MetadataReference.CreateFromFile(path))];

    private static bool IsReferenceable(string path)
    {
        string name = Path.GetFileName(path);
        if (!name.StartsWith("System.", StringComparison.Ordinal)
            && name is not ("mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll"))
        {
            return false;
        }

        // Native libraries lie beside the managed ones on Windows.
        if (name.Contains(".Native", StringComparison.Ordinal))
        {
            using FileStream stream = File.OpenRead(path);
            using PEReader image = new(stream);
            return image.HasMetadata;
        }

        return true;
    }
}
