using System.Globalization;

namespace FeatureLearning.Plotly;

/// <summary>A cell ready to show: HTML and plain text, and whether it reads as a number.</summary>
internal readonly record struct TableCell(string Html, string Plain, bool IsNumber)
{
    /// <summary>The cell of any value; numbers with significant digits, text as a label.</summary>
    public static TableCell Of(object? value, int digits) => value switch
    {
        null => new("", "", false),
        double number => Number(Numbers.Format(number, digits)),
        float number => Number(Numbers.Format(number, digits)),
        Measured measured => Number(Numbers.Format(measured.Value, measured.Error, digits)),
        bool flag => new(flag ? "✓" : "✗", flag ? "yes" : "no", false),
        sbyte or byte or short or ushort or int or uint or long or ulong =>
            Number(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture).Replace('-', '−')),
        string text => new(Label.ToHtml(text), Label.ToPlain(text), false),
        IFormattable other => Plainly(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => Plainly(value.ToString() ?? ""),
    };

    private static TableCell Number(string text) => new(text, text, true);

    private static TableCell Plainly(string text) => new(Label.Escape(text), text, false);
}
