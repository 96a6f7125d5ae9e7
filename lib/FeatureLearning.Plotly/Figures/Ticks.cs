namespace FeatureLearning.Plotly;

/// <summary>How the ticks of a logarithmic axis are labelled.</summary>
internal enum LogLabels
{
    /// <summary>Less than 0.8 decades: plotly.js chooses round numbers, equally spaced.</summary>
    Automatic,

    /// <summary>Up to one and a half decades: 1, 2 and 5 of each decade, written out (0.02, 0.05, 0.1).</summary>
    OneTwoFive,

    /// <summary>More: powers of ten alone.</summary>
    Powers,
}

/// <summary>Foretells what plotly.js will write along an axis, so that room can be planned for it.</summary>
internal static class Ticks
{
    /// <summary>Ends of an axis: as given, or the least and the greatest finite (on a logarithmic axis, positive) value of the data.</summary>
    public static (double Low, double High) Range(Axis axis, IEnumerable<double> data)
    {
        var shown = data.Where(value => double.IsFinite(value) && (!axis.IsLog || value > 0)).DefaultIfEmpty(1).ToArray();
        return (axis.Min ?? shown.Min(), axis.Max ?? shown.Max());
    }

    /// <summary>
    /// The labels of a logarithmic axis. plotly's own within a decade (2 3 4 5 … in tiny digits) crowd and mislead; a range of one and a
    /// half decades can hold a single power of ten, which tells no scale, and gets the digits then.
    /// </summary>
    public static LogLabels OfLog((double Low, double High) range)
    {
        var decades = Math.Log10(range.High / range.Low);
        var powers = Math.Floor(Math.Log10(range.High) + 0.02) - Math.Ceiling(Math.Log10(range.Low) - 0.02) + 1;
        return decades < 0.8 ? LogLabels.Automatic : decades < 1.5 || powers < 2 ? LogLabels.OneTwoFive : LogLabels.Powers;
    }

    /// <summary>Characters of the longest label.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="range">Its ends.</param>
    /// <param name="length">Its length in pixels.</param>
    /// <param name="spacing">Pixels that plotly.js wants between labels: 40 on a vertical axis, 80 on a horizontal one.</param>
    public static int LabelLength(Axis axis, (double Low, double High) range, double length, int spacing)
    {
        if (axis.IsLog && OfLog(range) == LogLabels.Powers)
            return 4;
        var step = axis.IsLog ? range.Low : Step(range.High - range.Low, Math.Clamp(length / spacing, 4, 9) + 1);
        var greatest = Math.Max(Math.Abs(range.Low), Math.Abs(range.High));
        // Beyond these plotly.js writes a factor of ten: 2.5×10⁻⁴, whose exponent is small.
        if (step <= 0 || greatest >= 1e5 || greatest < 1e-3)
            return 7;
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        var whole = Math.Max(1, (int)Math.Floor(Math.Log10(greatest)) + 1);
        return whole + (decimals > 0 ? decimals + 1 : 0) + (range.Low < 0 ? 1 : 0);
    }

    /// <summary>The step between labels that plotly.js chooses for some number of them: 1, 2 or 5 times a power of ten.</summary>
    public static double Step(double span, double count)
    {
        var rough = span / count;
        if (rough <= 0)
            return 0;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return unit * (rough <= unit ? 1 : rough <= 2 * unit ? 2 : rough <= 5 * unit ? 5 : 10);
    }
}
