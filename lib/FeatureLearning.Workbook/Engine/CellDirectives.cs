using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeatureLearning.Workbook.Engine;

/// <summary>
/// Looks at a cell's <c>#r</c> and <c>#!</c> lines before the compiler does, whose messages (“metadata file could not be found”) do
/// not say what to do.
/// </summary>
internal static class CellDirectives
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    public static CellFault? Check(string code, CellReferenceResolver references)
    {
        if (!code.Contains('#', StringComparison.Ordinal))
        {
            return null;
        }

        CompilationUnitSyntax root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(code, Script).GetRoot();
        for (DirectiveTriviaSyntax? directive = root.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
        {
            string? message = directive switch
            {
                ReferenceDirectiveTriviaSyntax reference => CheckReference(reference.File.ValueText, references),
                BadDirectiveTriviaSyntax or ShebangDirectiveTriviaSyntax => CheckMagic(directive.ToString().Trim()),
                _ => null,
            };
            if (message is not null)
            {
                int line = directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                string trace = string.Create(CultureInfo.InvariantCulture, $"line {line}: {message}");
                return CellFault.At("DirectiveError", message, line, code, [trace]);
            }
        }

        return null;
    }

    private static string? CheckMagic(string directive) =>
        directive.StartsWith("#!", StringComparison.Ordinal) ? $"the magic command '{directive}' works in Polyglot Notebooks only" : null;

    private static string? CheckReference(string reference, CellReferenceResolver references)
    {
        if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            return $"the package '{reference[6..].Trim()}' cannot be restored by the headless engine";
        }

        if (references.Locate(reference) is not null)
        {
            return null;
        }

        bool isOurs = reference.Replace('\\', '/').Contains("lib/bin/", StringComparison.Ordinal);
        string hint = isOurs
            ? "build it with: dotnet build -c Release FeatureLearning.Notebooks.sln"
            : "paths are relative to the notebook's folder";
        return $"'{reference}' is not there; {hint}";
    }
}
