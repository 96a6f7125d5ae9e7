using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;

namespace FeatureLearning.Engine;

/// <summary>The kernel's hover text and signature help as one text.</summary>
internal static class CellInspection
{
    public static string Markdown(HoverTextProduced? name, SignatureHelpProduced? call)
    {
        IEnumerable<string> signatures = call is { Signatures: { } all } ? all.Select(Markdown) : [];
        IEnumerable<string> descriptions = name?.Content.Where(value => value.MimeType == "text/markdown").Select(value => value.Value) ?? [];
        return string.Join("\n\n", descriptions.Concat(signatures).Distinct(StringComparer.Ordinal));
    }

    private static string Markdown(SignatureInformation signature)
    {
        string description = signature.Documentation?.Value ?? "";
        return description.Length > 0 ? $"```csharp\n{signature.Label}\n```\n{description}" : $"```csharp\n{signature.Label}\n```";
    }
}
