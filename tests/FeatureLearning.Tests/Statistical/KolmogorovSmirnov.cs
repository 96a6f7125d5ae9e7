namespace FeatureLearning.Tests.Statistical;

/// <summary>The two-sample test of Kolmogorov and Smirnov.</summary>
internal static class KolmogorovSmirnov
{
    /// <summary>The asymptotic p-value, with Stephens' correction for finite samples; NaN in a sample gives 0.</summary>
    public static double PValue(double[] first, double[] second)
    {
        if (first.Any(double.IsNaN) || second.Any(double.IsNaN))
        {
            return 0;
        }

        double[] a = [.. first.Order()], b = [.. second.Order()];
        var (i, j, distance) = (0, 0, 0.0);
        while (i < a.Length && j < b.Length)
        {
            var at = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == at)
            {
                i++;
            }

            while (j < b.Length && b[j] == at)
            {
                j++;
            }

            distance = Math.Max(distance, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        var root = Math.Sqrt((double)a.Length * b.Length / (a.Length + b.Length));
        return Tail((root + 0.12 + (0.11 / root)) * distance);
    }

    /// <summary>2 Σ (−1)^(k−1) exp(−2k²x²).</summary>
    public static double Tail(double x) => x < 0.2 ? 1 : Math.Clamp(
        2 * Enumerable.Range(1, 100).Sum(k => (k % 2 == 1 ? 1 : -1) * Math.Exp(-2.0 * k * k * x * x)), 0, 1);
}
