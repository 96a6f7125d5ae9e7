using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeatureLearning.Engine;

/// <summary>A cell's lines <c>#r "nuget: …"</c>.</summary>
internal static class PackageDirectives
{
    private const string Scheme = "nuget:";

    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>All directives of a cell, of whatever kind, in order.</summary>
    public static IEnumerable<DirectiveTriviaSyntax> All(string code)
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

    /// <summary>What the lines ask for, without <c>nuget:</c>, and on which line.</summary>
    public static IEnumerable<(string Reference, int Line)> In(string code) => All(code)
        .OfType<ReferenceDirectiveTriviaSyntax>()
        .Where(directive => IsPackage(directive.File.ValueText))
        .Select(directive => (directive.File.ValueText[Scheme.Length..].Trim(), Line(directive)));

    /// <summary>The same code with those lines as remarks, every character else at its place: the compiler knows files alone.</summary>
    public static string RemovedFrom(string code)
    {
        char[] text = code.ToCharArray();
        foreach (ReferenceDirectiveTriviaSyntax directive in All(code).OfType<ReferenceDirectiveTriviaSyntax>())
        {
            if (IsPackage(directive.File.ValueText))
            {
                "//".CopyTo(text.AsSpan(directive.HashToken.SpanStart));
            }
        }

        return new string(text);
    }

    public static bool IsPackage(string reference) => reference.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    public static int Line(DirectiveTriviaSyntax directive) => directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
