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
    private const string Scheme = "nuget:";

    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    public static CellFault? Check(string code, CellReferenceResolver references)
    {
        foreach (DirectiveTriviaSyntax directive in Directives(code))
        {
            string? message = directive switch
            {
                ReferenceDirectiveTriviaSyntax reference => CheckReference(reference.File.ValueText, references),
                BadDirectiveTriviaSyntax or ShebangDirectiveTriviaSyntax => CheckMagic(directive.ToString().Trim()),
                _ => null,
            };
            if (message is not null)
            {
                int line = Line(directive);
                string trace = string.Create(CultureInfo.InvariantCulture, $"line {line}: {message}");
                return CellFault.At("DirectiveError", message, line, code, [trace]);
            }
        }

        return null;
    }

    /// <summary>What the cell's lines <c>#r "nuget: …"</c> ask for, without <c>nuget:</c>, and on which line.</summary>
    public static IEnumerable<(string Reference, int Line)> Packages(string code) => Directives(code)
        .OfType<ReferenceDirectiveTriviaSyntax>()
        .Where(directive => IsPackage(directive.File.ValueText))
        .Select(directive => (directive.File.ValueText[Scheme.Length..].Trim(), Line(directive)));

    /// <summary>The same code with those lines as remarks, every character else at its place: the compiler knows files alone.</summary>
    public static string WithoutPackages(string code)
    {
        char[] text = code.ToCharArray();
        foreach (ReferenceDirectiveTriviaSyntax directive in Directives(code).OfType<ReferenceDirectiveTriviaSyntax>())
        {
            if (IsPackage(directive.File.ValueText))
            {
                "//".CopyTo(text.AsSpan(directive.HashToken.SpanStart));
            }
        }

        return new string(text);
    }

    private static IEnumerable<DirectiveTriviaSyntax> Directives(string code)
    {
        if (code.Contains('#', StringComparison.Ordinal))
        {
            CompilationUnitSyntax root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(code, Script).GetRoot();
            for (DirectiveTriviaSyntax? directive = root.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
            {
                yield return directive;
            }
        }
    }

    private static bool IsPackage(string reference) => reference.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    private static int Line(DirectiveTriviaSyntax directive) => directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static string? CheckMagic(string directive) =>
        directive.StartsWith("#!", StringComparison.Ordinal) ? $"the magic command '{directive}' works in Polyglot Notebooks only" : null;

    private static string? CheckReference(string reference, CellReferenceResolver references)
    {
        if (IsPackage(reference))
        {
            return null;
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
