using MathNet.Numerics;

namespace FeatureLearning.Tests;

/// <summary>How an error falls: the exponent of a power law.</summary>
internal static class Slope
{
    /// <summary>The least-squares slope of log error against log n.</summary>
    public static double LogLog(IEnumerable<double> n, IEnumerable<double> error) =>
        Fit.Line([.. n.Select(x => Math.Log(x))], [.. error.Select(x => Math.Log(x))]).B;

    /// <summary>50, 100, …, 3200.</summary>
    public static int[] Widths { get; } = [50, 100, 200, 400, 800, 1600, 3200];
}
