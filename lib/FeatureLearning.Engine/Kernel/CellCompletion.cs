using System.Globalization;
using FeatureLearning.Protocol;
using Microsoft.DotNet.Interactive.Events;

namespace FeatureLearning.Engine;

/// <summary>The kernel's completions in the protocol's words: names that begin with what stands before the place, and replace it.</summary>
internal static class CellCompletion
{
    private const int MostItems = 1000;

    public static CompletionsEvent Of(CompleteRequest request, IEnumerable<CompletionItem> items)
    {
        int end = Math.Clamp(request.Position, 0, request.Code.Length);
        int start = end;
        while (start > 0 && IsPartOfName(request.Code[start - 1]))
        {
            start--;
        }

        return new CompletionsEvent(request.Id, start, end, [.. Matching(items, request.Code[start..end]).Take(MostItems)]);
    }

    /// <summary>Those in the same letters where there are any, else in capitals or small ones.</summary>
    private static IEnumerable<string> Matching(IEnumerable<CompletionItem> items, string prefix)
    {
        string[] names = [.. items.Select(item => item.FilterText).Where(IsName).Distinct(StringComparer.Ordinal)];
        string[] exact = [.. names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
        IEnumerable<string> chosen = exact.Length > 0 ? exact : names.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        return chosen.Order(StringComparer.OrdinalIgnoreCase).ThenBy(name => name, StringComparer.Ordinal);
    }

    private static bool IsName(string text) => text.Length > 0 && text.All(IsPartOfName);

    private static bool IsPartOfName(char c) => c == '_' || char.IsLetterOrDigit(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation;
}
