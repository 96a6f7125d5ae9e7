using System.Collections.Immutable;

namespace FeatureLearning.Engine;

/// <summary>The files of some packages and of all that they need, for this system: managed assemblies and native libraries, as full paths.</summary>
internal sealed record RestoredPackages(ImmutableArray<string> Assemblies, ImmutableArray<string> NativeLibraries)
{
    /// <summary>Whether every file is still there: a cache of packages may have been cleared.</summary>
    public bool IsWhole => Assemblies.Concat(NativeLibraries).All(File.Exists);
}
