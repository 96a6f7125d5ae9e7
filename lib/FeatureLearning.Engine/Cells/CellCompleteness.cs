using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FeatureLearning.Engine;

/// <summary>Whether a text can be run as it is, in Jupyter's words: <c>complete</c>, <c>incomplete</c> with the next line's indentation, <c>invalid</c>.</summary>
internal sealed record CellCompleteness(string State, string Indent)
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    public static CellCompleteness Of(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, Script);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
        {
            IEnumerable<SyntaxToken> tokens = tree.GetRoot().DescendantTokens().Where(token => !token.IsMissing);
            int open = tokens.Sum(token => token.Kind() switch
            {
                SyntaxKind.OpenBraceToken => 1,
                SyntaxKind.CloseBraceToken => -1,
                _ => 0,
            });
            return new CellCompleteness("incomplete", new string(' ', 4 * Math.Max(0, open)));
        }

        bool isWrong = tree.GetDiagnostics().Any(found => found.Severity == DiagnosticSeverity.Error);
        return new CellCompleteness(isWrong ? "invalid" : "complete", "");
    }
}
