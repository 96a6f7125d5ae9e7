using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeatureLearning.Workbook.Engine;

/// <summary>
/// Looks at a cell's <c>#r</c> and <c>#!</c> lines before the compiler does, whose messages (“metadata file could not be found”) do
/// not say what to do.
/// </summary>
internal static class CellDirectives
{
    public static CellFault? Check(string code, CellReferenceResolver references)
    {
        foreach (DirectiveTriviaSyntax directive in PackageDirectives.All(code))
        {
            string? message = directive switch
            {
                ReferenceDirectiveTriviaSyntax reference => CheckReference(reference.File.ValueText, references),
                BadDirectiveTriviaSyntax or ShebangDirectiveTriviaSyntax => CheckMagic(directive.ToString().Trim()),
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

    private static string? CheckMagic(string directive) =>
        directive.StartsWith("#!", StringComparison.Ordinal) ? $"the magic command '{directive}' works in Polyglot Notebooks only" : null;

    private static string? CheckReference(string reference, CellReferenceResolver references)
    {
        if (PackageDirectives.IsPackage(reference) || references.Locate(reference) is not null)
        {
            return null;
        }

        string path = reference.Replace('\\', '/');
        string hint = path.Contains(InteractiveEngine.Folder + "/", StringComparison.Ordinal) ? $"build it with: {InteractiveEngine.BuildCommand}"
            : path.Contains("lib/bin/", StringComparison.Ordinal) ? "build it with: dotnet build -c Release FeatureLearning.Notebooks.sln"
            : "paths are relative to the notebook's folder";
        return $"'{reference}' is not there; {hint}";
    }
}
