using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FeatureLearning.Protocol;

namespace FeatureLearning.Engine;

/// <summary>The packages that a session's cells have asked for by <c>#r "nuget: Name, Version"</c>; restored together, so that they agree.</summary>
/// <param name="directory">The notebook's folder.</param>
/// <param name="kept">Where lists of restored packages are kept.</param>
internal sealed partial class PackageReferences(string directory, string kept)
{
    /// <summary>What is asked for when no version is named: the newest.</summary>
    private const string Newest = "*";

    private ImmutableSortedDictionary<string, string> asked = ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
    private ImmutableHashSet<string> loaded = [];
    private RestoredPackages? fresh;

    /// <summary>Restores one more package; nothing happens when it is there already.</summary>
    /// <param name="reference"><c>Name</c> or <c>Name, Version</c>.</param>
    /// <exception cref="PackageException">It cannot be restored, or is loaded in another version.</exception>
    public void Add(string reference)
    {
        Match match = Reference().Match(reference);
        if (!match.Success)
        {
            throw new PackageException($"'nuget: {reference}' is not understood; write #r \"nuget: Name, Version\"");
        }

        string name = match.Groups["name"].Value;
        string version = match.Groups["version"] is { Success: true } given ? given.Value : Newest;
        if (asked.TryGetValue(name, out string? known))
        {
            if (version == known || version == Newest)
            {
                return;
            }

            throw new PackageException($"the package '{name}' is loaded in version {known} already; restart to load {version}");
        }

        ImmutableSortedDictionary<string, string> all = asked.Add(name, version);
        fresh = PackageRestore.Run(all, directory, kept, $"{name}{(version == Newest ? "" : ", " + version)}");
        asked = all;
    }

    /// <summary>Takes every package that a cell names; the fault of the first that cannot be had, or null.</summary>
    public CellFault? AddAll(string code)
    {
        foreach ((string reference, int line) in PackageDirectives.In(code))
        {
            try
            {
                Add(reference);
            }
            catch (PackageException exception)
            {
                return CellFault.At(CellFault.Package, exception.Message, line, code, [exception.Message]);
            }
        }

        return null;
    }

    /// <summary>The files that have come since the last call: new assemblies, all native libraries; null when there are none.</summary>
    public RestoredPackages? TakeNew()
    {
        if (fresh is not { } restored)
        {
            return null;
        }

        fresh = null;
        // By name: what is loaded stays loaded, whatever version a later package would like better.
        RestoredPackages added = restored with { Assemblies = [.. restored.Assemblies.Where(path => !loaded.Contains(Path.GetFileName(path)))] };
        loaded = loaded.Union(added.Assemblies.Select(path => Path.GetFileName(path)));
        return added;
    }

    [GeneratedRegex(@"\A(?<name>[A-Za-z0-9_][A-Za-z0-9_.\-]{0,99})(\s*,\s*(?<version>[0-9A-Za-z.*+\-\[\](),]{1,64}))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
