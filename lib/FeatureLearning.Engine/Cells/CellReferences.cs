using System.Globalization;
using System.Text;
using FeatureLearning.Protocol;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeatureLearning.Engine;

/// <summary>
/// Looks at a cell's <c>#r</c> lines before the compiler does, whose message (“metadata file could not be found”) does not say what to do, and
/// sends those of an installed tool, which has no <c>lib/bin</c>, to the libraries that it brings along.
/// </summary>
/// <param name="directory">The notebook's folder, which paths are relative to.</param>
/// <param name="libraries">Where an installed tool's libraries lie, or null.</param>
internal sealed class CellReferences(string directory, string? libraries)
{
    private const string Built = "lib/bin/";

    /// <summary>The fault of the first line that names a file that is not there, or asks for a source of packages; null when there is none.</summary>
    public CellFault? Check(string code)
    {
        foreach (DirectiveTriviaSyntax directive in PackageDirectives.All(code))
        {
            string? message = directive switch
            {
                ReferenceDirectiveTriviaSyntax reference => CheckReference(reference.File.ValueText),
                _ when directive.ToString().TrimStart().StartsWith("#i ", StringComparison.Ordinal) => Source,
                _ => null,
            };
            if (message is not null)
            {
                int line = PackageDirectives.Line(directive);
                string trace = string.Create(CultureInfo.InvariantCulture, $"line {line}: {message}");
                return CellFault.At(CellFault.Directive, message, line, code, [trace]);
            }
        }

        return null;
    }

    /// <summary>The same code with the paths of an installed tool's own libraries.</summary>
    public string Located(string code)
    {
        StringBuilder located = new(code);
        // From the end, so that places before stay where they are.
        foreach (ReferenceDirectiveTriviaSyntax reference in PackageDirectives.All(code).OfType<ReferenceDirectiveTriviaSyntax>().Reverse())
        {
            if (!IsThere(reference.File.ValueText) && InstalledCopy(reference.File.ValueText) is { } copy)
            {
                located.Remove(reference.File.SpanStart, reference.File.Span.Length).Insert(reference.File.SpanStart, $"\"{copy}\"");
            }
        }

        return located.ToString();
    }

    private const string Source = "#i is not supported: name package sources in a nuget.config beside the notebook or in a folder above it";

    private string? CheckReference(string reference)
    {
        if (PackageDirectives.IsPackage(reference) || IsThere(reference) || InstalledCopy(reference) is not null)
        {
            return null;
        }

        string hint = reference.Replace('\\', '/').Contains(Built, StringComparison.Ordinal)
            ? "build it with: dotnet build -c Release FeatureLearning.Notebooks.sln"
            : "paths are relative to the notebook's folder";
        return $"'{reference}' is not there; {hint}";
    }

    /// <summary>A file, or an assembly of the framework by name.</summary>
    private bool IsThere(string reference) => File.Exists(Path.GetFullPath(reference, directory))
        || (Path.GetFileName(reference) == reference
            && FrameworkFolder.Has(reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference : reference + ".dll"));

    private string? InstalledCopy(string reference) =>
        libraries is not null
        && reference.Replace('\\', '/').Contains(Built, StringComparison.Ordinal)
        && Path.Combine(libraries, Path.GetFileName(reference)) is var copy
        && File.Exists(copy)
            ? copy
            : null;
}
