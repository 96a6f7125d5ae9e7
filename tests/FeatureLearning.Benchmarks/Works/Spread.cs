using System.Globalization;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>Median, smallest and largest of repeated measurements.</summary>
internal readonly record struct Spread(double Median, double Smallest, double Largest)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Spread((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
    }

    /// <summary>median (min–max), three digits each.</summary>
    public override string ToString() => $"{Text(Median)} ({Text(Smallest)}–{Text(Largest)})";

    private static string Text(double value) => value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
