namespace FeatureLearning.Theory;

/// <summary>The scalings of an anneal.</summary>
internal static class ChiGrid
{
    /// <summary>χ from 1 to the target in equal ratios, both included; the target alone where it is at most 1.</summary>
    public static IEnumerable<double> Geometric(double target, int steps)
    {
        var from = Math.Min(target, 1);
        var count = target > 1 ? steps : 1;
        for (var i = 1; i <= count; i++)
        {
            yield return i == count ? target : from * Math.Pow(target / from, (i - 1.0) / Math.Max(count - 1, 1));
        }
    }
}
