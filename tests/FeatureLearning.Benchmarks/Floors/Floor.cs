namespace FeatureLearning.Benchmarks.Floors;

/// <summary>The least ratio that a work may have, and whether measured ratios are below it by more than their noise.</summary>
/// <remarks>
/// The median of n ratios is judged. Its standard error is 1.2533 s/√n for normal ratios, with s = 1.4826 times their median absolute deviation; six of them are granted, as n is small and s
/// itself uncertain, and a twentieth of the median at least. With nine ratios of 5 % noise a work that is just at its floor is called broken once in a thousand, one that is a fifth below it
/// ninety-nine times in a hundred (counted by simulation in the tests).
/// </remarks>
internal static class Floor
{
    /// <summary>Whether the ratios show that the work is slower than its floor.</summary>
    public static bool IsBroken(IReadOnlyList<double> ratios, double floor) => Median(ratios) + Noise(ratios) < floor;

    /// <summary>What is granted for noise.</summary>
    public static double Noise(IReadOnlyList<double> ratios)
    {
        var median = Median(ratios);
        var deviation = 1.4826 * Median(ratios.Select(ratio => Math.Abs(ratio - median)));
        return Math.Max(6 * 1.2533 * deviation / Math.Sqrt(ratios.Count), median / 20);
    }

    private static double Median(IEnumerable<double> values) => Works.Spread.Of(values).Median;
}
