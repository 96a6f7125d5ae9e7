using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeatureLearning.Workbook.Engine;

/// <summary>Names that may stand at a place: they replace the text from <c>Start</c> to <c>End</c> (UTF-16 units).</summary>
internal sealed record Completions(int Start, int End, ImmutableArray<string> Items);

/// <summary>
/// What may be written at a place of a cell, by the compiler's own look-up of names: members of what stands before a dot, else every name
/// in scope and the keywords. Roslyn's completion service would know more, but its package (Microsoft.CodeAnalysis.CSharp.Features) cannot be
/// restored where this project is built.
/// </summary>
internal static class CellCompletion
{
    private const int MostItems = 1000;

    private static readonly ImmutableArray<string> Keywords =
        [.. SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText).Where(text => text.All(char.IsAsciiLetterLower)), "await", "var", "nameof"];

    public static Completions At(Compilation compilation, int position)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        string code = tree.GetText().ToString();
        position = Math.Clamp(position, 0, code.Length);
        int start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1]))
        {
            start--;
        }

        if (IsText(tree.GetRoot(), start))
        {
            return new Completions(position, position, []);
        }

        SyntaxToken before = tree.GetRoot().DescendantTokens().LastOrDefault(token => token.Span.End <= start && token.Span.Length > 0);
        SemanticModel model = compilation.GetSemanticModel(tree);
        IEnumerable<string> names = before.IsKind(SyntaxKind.DotToken)
            ? Members(model, before).Select(symbol => symbol.Name)
            : model.LookupSymbols(start).Select(symbol => symbol.Name).Concat(Keywords);
        return new Completions(start, position, Matching(names, code[start..position]));
    }

    /// <summary>Whether the place lies in a remark or a text, where names mean nothing.</summary>
    private static bool IsText(SyntaxNode root, int start)
    {
        if (start == 0)
        {
            return false;
        }

        SyntaxTrivia trivia = root.FindTrivia(start - 1);
        bool isRemark = trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
            || (trivia.Kind() is SyntaxKind.MultiLineCommentTrivia or SyntaxKind.DisabledTextTrivia && start < trivia.Span.End);
        SyntaxToken token = root.FindToken(start - 1);
        bool isLiteral = token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken;
        bool isOpen = token.ContainsDiagnostics || token.IsKind(SyntaxKind.InterpolatedStringTextToken);
        return isRemark || (isLiteral && token.SpanStart < start && (start < token.Span.End || isOpen));
    }

    private static ImmutableArray<string> Matching(IEnumerable<string> names, string prefix)
    {
        string[] all = [.. names
            .Where(name => SyntaxFacts.IsValidIdentifier(name) && !name.StartsWith("__", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)];
        string[] exact = [.. all.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
        string[] chosen = exact.Length > 0 ? exact : [.. all.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];
        return [.. chosen.Order(StringComparer.OrdinalIgnoreCase).ThenBy(name => name, StringComparer.Ordinal).Take(MostItems)];
    }

    private static IEnumerable<ISymbol> Members(SemanticModel model, SyntaxToken dot)
    {
        SyntaxNode? container = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
        if (container is null)
        {
            return [];
        }

        // `x.` at a line's end swallows the next line as a qualified name: what stands before the dot is then an expression all the same.
        ISymbol? symbol = model.GetSymbolInfo(container).Symbol
            ?? (container is NameSyntax ? model.LookupSymbols(container.SpanStart, name: container.ToString()).FirstOrDefault() : null);
        ITypeSymbol? type = model.GetTypeInfo(container).Type is { TypeKind: not TypeKind.Error } known ? known : TypeOf(symbol);
        return symbol switch
        {
            INamespaceOrTypeSymbol place => model.LookupSymbols(dot.SpanStart, place)
                .Where(member => place is INamespaceSymbol || member.IsStatic || member is INamedTypeSymbol),
            _ when type is not null => model.LookupSymbols(dot.SpanStart, type, includeReducedExtensionMethods: true)
                .Where(member => !member.IsStatic && member is not INamedTypeSymbol),
            _ => [],
        };
    }

    private static ITypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };
}
