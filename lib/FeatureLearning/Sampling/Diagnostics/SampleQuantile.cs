namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>Quantiles of a sorted sample by linear interpolation of its order statistics (type 7 of Hyndman and Fan, the default of R and NumPy).</summary>
internal static class SampleQuantile
{
    /// <summary>The quantile of a probability.</summary>
    public static double Of(double[] sorted, double probability)
    {
        var position = (sorted.Length - 1) * probability;
        int below = (int)Math.Floor(position), above = (int)Math.Ceiling(position);
        var weight = position - below;
        return sorted[below] == sorted[above] ? sorted[below] : ((1 - weight) * sorted[below]) + (weight * sorted[above]);
    }

    /// <summary>The middle, or the mean of the two middle ones; halved before they are added, since the sum may overflow.</summary>
    public static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] / 2) + (sorted[sorted.Length / 2] / 2);
}
