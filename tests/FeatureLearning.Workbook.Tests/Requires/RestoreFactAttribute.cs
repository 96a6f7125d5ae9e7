using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FeatureLearning.Workbook.Engine;

namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that restores packages which this project itself needs; skipped, with the reason, where even those cannot be restored.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RestoreFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> WhyNot = new(Try);

    public RestoreFactAttribute() => Skip = WhyNot.Value;

    /// <summary>The version of Roslyn that the project is built with.</summary>
    public static string RoslynVersion { get; } = Version("Microsoft.CodeAnalysis.CSharp.Scripting");

    private static string? Try()
    {
        try
        {
            PackageRestore.Run(ImmutableSortedDictionary<string, string>.Empty.Add("MathNet.Numerics", "5.0.0"), Path.GetTempPath(), "MathNet.Numerics, 5.0.0");
            return null;
        }
        catch (PackageException error)
        {
            return error.Message;
        }
    }

    private static string Version(string package)
    {
        string versions = File.ReadAllText(Path.Combine(WorkbookProcess.Repository, "Directory.Packages.props"));
        return Regex.Match(versions, $"Include=\"{Regex.Escape(package)}\" Version=\"([^\"]+)\"").Groups[1].Value;
    }
}
