using System.Collections.Immutable;
using System.Globalization;
using FeatureLearning.Protocol;

namespace FeatureLearning.Engine;

/// <summary>Holds the values that a cell shows to <see cref="OutputLimits"/>.</summary>
internal sealed class DisplayLimit
{
    private const string Plain = "text/plain";

    private int shown;
    private long characters;
    private int dropped;

    /// <summary>What was left out, as a line of text; null when nothing was.</summary>
    public string? Note => dropped == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"… {dropped} more displayed values not kept\n");

    /// <summary>The value as it may be shown, or null.</summary>
    public ImmutableSortedDictionary<string, string>? Admit(ImmutableSortedDictionary<string, string> data)
    {
        ImmutableSortedDictionary<string, string> cut = data.TryGetValue(Plain, out string? text) ? data.SetItem(Plain, Cut(text)) : data;
        long size = cut.Sum(entry => (long)entry.Value.Length);
        if (shown >= OutputLimits.Values || characters + size > OutputLimits.Characters)
        {
            dropped++;
            return null;
        }

        shown++;
        characters += size;
        return cut;
    }

    private static string Cut(string text)
    {
        if (text.Length <= OutputLimits.Text)
        {
            return text;
        }

        // Never within a character of two units.
        int end = char.IsHighSurrogate(text[OutputLimits.Text - 1]) ? OutputLimits.Text - 1 : OutputLimits.Text;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}\n… {text.Length - end} more characters not kept");
    }
}
