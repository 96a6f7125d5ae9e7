using System.Globalization;

namespace FeatureLearning.Plotly;

/// <summary>Numbers as a reader of a table wants them: some significant digits, invariant culture, powers of ten when short forms would mislead.</summary>
internal static class Numbers
{
    /// <summary>A number with significant digits: 0.01234, 1.235, 1.2e-7; NaN is "–" and infinities are "∞" and "−∞".</summary>
    public static string Format(double value, int digits)
    {
        if (double.IsNaN(value))
            return "–";
        if (double.IsInfinity(value))
            return value > 0 ? "∞" : "−∞";
        if (value == 0)
            return "0";
        var magnitude = Exponent(value, digits);
        if (magnitude < -4 || magnitude >= Math.Max(digits, 6))
        {
            var scientific = value.ToString("e" + Text(digits - 1), CultureInfo.InvariantCulture);
            var at = scientific.IndexOf('e', StringComparison.Ordinal);
            return Minus($"{scientific[..at]}e{Text(int.Parse(scientific.AsSpan(at + 1), CultureInfo.InvariantCulture))}");
        }

        return Fixed(value, Math.Max(0, digits - 1 - magnitude));
    }

    /// <summary>A value with its error, both to the second significant digit of the error: 0.1234 ± 0.0021.</summary>
    public static string Format(double value, double error, int digits)
    {
        if (!double.IsFinite(value) || !double.IsFinite(error) || error <= 0)
            return $"{Format(value, digits)} ± {Format(error, 2)}";
        var decimals = 1 - Exponent(error, 2);
        return decimals is >= 0 and <= 9
            ? $"{Fixed(value, decimals)} ± {Fixed(error, decimals)}"
            : $"{Format(value, digits)} ± {Format(error, 2)}";
    }

    /// <summary>The decimal exponent after rounding to the digits: 9.996 with three digits is 10.0, exponent 1.</summary>
    private static int Exponent(double value, int digits)
    {
        var text = Math.Abs(value).ToString("e" + Text(digits - 1), CultureInfo.InvariantCulture);
        return int.Parse(text.AsSpan(text.IndexOf('e', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
    }

    private static string Fixed(double value, int decimals) => Minus(value.ToString("F" + Text(decimals), CultureInfo.InvariantCulture));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Minus(string text) => text.Replace('-', '−');
}
