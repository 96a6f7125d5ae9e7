namespace FeatureLearning.Numerics;

/// <summary>
/// Quadrature against a smooth, possibly multimodal density of s = log q: the trapezoidal rule on its whole support, which converges
/// faster than any power of the step there; the step is halved until normaliser and mean stand still.
/// </summary>
/// <remarks>
/// Source: L. N. Trefethen and J. A. C. Weideman, The exponentially convergent trapezoidal rule, SIAM Review 56, 385 (2014).
/// </remarks>
internal sealed class DensityQuadrature
{
    // exp(−42) < 1e-18: what is left out cannot be seen in double precision.
    private const double Depth = 42;

    private DensityQuadrature(WeightedNodes nodes, double logNormalizer, double error) =>
        (Nodes, LogNormalizer, Error) = (nodes, logNormalizer, error);

    /// <summary>q at the nodes, ascending, with their weights.</summary>
    public WeightedNodes Nodes { get; }

    /// <summary>The number of nodes.</summary>
    public int Count => Nodes.Points.Length;

    /// <summary>log ∫ density ds.</summary>
    public double LogNormalizer { get; }

    /// <summary>Relative change of normaliser and mean in the last halving.</summary>
    public double Error { get; }

    /// <summary>Builds the rule.</summary>
    /// <param name="logDensity">log density of s.</param>
    /// <param name="lower">Left of the support.</param>
    /// <param name="upper">Right of the support.</param>
    /// <param name="scanStep">Fine enough to see every mode.</param>
    public static DensityQuadrature OfLogDensity(Func<double, double> logDensity, double lower, double upper, double scanStep)
    {
        var (left, right) = Support(logDensity, lower, upper, scanStep);
        var rule = Trapezoid(logDensity, left, right, 48, double.NaN, double.NaN);
        var stalls = 0;
        for (var count = 96; count <= 48 << 12 && rule.Error >= 1e-13 && stalls < 2; count *= 2)
        {
            var before = rule.Error;
            rule = Trapezoid(logDensity, left, right, count, rule.LogNormalizer, rule.Nodes.Mean(q => q));
            // A halving squares the error of the rule or so: what stays is the rounding of the density, and more nodes do not help.
            stalls = rule.Error < 1e-3 && rule.Error > before / 4 ? stalls + 1 : 0;
        }

        return rule;
    }

    private static (double Left, double Right) Support(Func<double, double> logDensity, double lower, double upper, double scanStep)
    {
        while (true)
        {
            var count = (int)Math.Ceiling((upper - lower) / scanStep) + 1;
            var step = (upper - lower) / count;
            var values = Enumerable.Range(0, count + 1).Select(i => logDensity(lower + (i * step))).ToArray();
            var floor = values.Max() - Depth;
            if (!(values[0] > floor) && !(values[^1] > floor))
            {
                var (first, last) = (Array.FindIndex(values, v => v > floor), Array.FindLastIndex(values, v => v > floor));
                return (lower + (Math.Max(first - 1, 0) * step), lower + (Math.Min(last + 1, count) * step));
            }

            // The caller's bounds were short: the density has not died out there.
            (lower, upper) = (values[0] > floor ? lower - (upper - lower) : lower, values[^1] > floor ? upper + (upper - lower) : upper);
        }
    }

    private static DensityQuadrature Trapezoid(
        Func<double, double> logDensity, double left, double right, int count, double previousNormalizer, double previousMean)
    {
        var step = (right - left) / count;
        var logs = Enumerable.Range(0, count + 1).Select(i => logDensity(left + (i * step))).ToArray();
        var top = logs.Max();
        var weights = Array.ConvertAll(logs, l => Math.Exp(l - top));
        var sum = weights.Sum();
        var logNormalizer = top + Math.Log(sum * step);
        var points = Enumerable.Range(0, count + 1).Select(i => Math.Exp(left + (i * step))).ToArray();
        var mean = points.Zip(weights, (q, w) => q * w).Sum() / sum;
        var error = Math.Max(Math.Abs(logNormalizer - previousNormalizer), Math.Abs((mean / previousMean) - 1));
        return new DensityQuadrature(
            new WeightedNodes(points, Array.ConvertAll(weights, w => w / sum)), logNormalizer, double.IsNaN(error) ? 1 : error);
    }
}
