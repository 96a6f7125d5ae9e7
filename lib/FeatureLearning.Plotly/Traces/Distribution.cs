namespace FeatureLearning.Plotly;

/// <summary>Histogram and kernel density of samples, computed here so that a figure carries the curve and not all the samples.</summary>
internal static class Distribution
{
    private const int DensityPoints = 256;

    /// <summary>
    /// Histogram with equal bins over the range of the samples. Without a number of bins, the rule of Freedman and Diaconis (1981):
    /// width 2 IQR n^(−1/3), between 5 and 200 bins; equal samples get one bin.
    /// </summary>
    /// <returns>Centres, heights (counts, or densities that integrate to one) and the common width.</returns>
    public static (double[] Centres, double[] Heights, double Width) Histogram(double[] samples, int? bins, bool density)
    {
        var sorted = samples.Order().ToArray();
        var (low, high) = (sorted[0], sorted[^1]);
        if (high <= low)
            (low, high) = (low - 0.5, high + 0.5);
        var count = bins ?? FreedmanDiaconis(sorted, high - low);
        var width = (high - low) / count;
        var heights = new double[count];
        foreach (var sample in samples)
            heights[Math.Clamp((int)((sample - low) / width), 0, count - 1)]++;
        if (density)
        {
            for (var i = 0; i < count; i++)
                heights[i] /= samples.Length * width;
        }

        return ([.. Enumerable.Range(0, count).Select(i => low + (i + 0.5) * width)], heights, width);
    }

    /// <summary>
    /// Gaussian kernel density p(x) = (1/nh) Σ φ((x − x_i)/h) on 256 points from three bandwidths below the smallest to three above the
    /// largest sample. Default bandwidth: Silverman's rule h = 0.9 min(σ, IQR/1.34) n^(−1/5).
    /// </summary>
    public static (double[] X, double[] Density) Density(double[] samples, double? bandwidth)
    {
        var sorted = samples.Order().ToArray();
        var h = bandwidth ?? Silverman(sorted);
        var (low, high) = (sorted[0] - 3 * h, sorted[^1] + 3 * h);
        var x = Enumerable.Range(0, DensityPoints).Select(i => low + (high - low) * i / (DensityPoints - 1)).ToArray();
        var density = new double[DensityPoints];
        for (var i = 0; i < DensityPoints; i++)
        {
            // Beyond eight bandwidths a sample adds less than 1e-14 of its peak: with the samples sorted the sum is short.
            var first = LowerBound(sorted, x[i] - 8 * h);
            for (var j = first; j < sorted.Length && sorted[j] <= x[i] + 8 * h; j++)
            {
                var u = (x[i] - sorted[j]) / h;
                density[i] += Math.Exp(-u * u / 2);
            }

            density[i] /= sorted.Length * h * Math.Sqrt(2 * Math.PI);
        }

        return (x, density);
    }

    private static int FreedmanDiaconis(double[] sorted, double range)
    {
        var width = 2 * InterquartileRange(sorted) / Math.Cbrt(sorted.Length);
        return width > 0 ? (int)Math.Clamp(Math.Ceiling(range / width), 5, 200) : sorted[0] < sorted[^1] ? 20 : 1;
    }

    private static double Silverman(double[] samples)
    {
        var mean = samples.Average();
        var deviation = Math.Sqrt(samples.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, samples.Length - 1));
        var robust = InterquartileRange(samples) / 1.34;
        var spread = robust > 0 ? Math.Min(deviation, robust) : deviation;
        if (spread <= 0)
            throw new ArgumentException("All samples are equal: their density has no width. Give a bandwidth.", nameof(samples));
        return 0.9 * spread * Math.Pow(samples.Length, -0.2);
    }

    private static double InterquartileRange(double[] sorted) => Quantile(sorted, 0.75) - Quantile(sorted, 0.25);

    private static double Quantile(double[] sorted, double p)
    {
        var at = p * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private static int LowerBound(double[] sorted, double value)
    {
        var index = Array.BinarySearch(sorted, value);
        if (index < 0)
            return ~index;
        while (index > 0 && sorted[index - 1] >= value)
            index--;
        return index;
    }
}
