using MathNet.Numerics.Random;

namespace FeatureLearning.Tasks;

/// <summary>How inputs are drawn, with independent entries of mean 0 and variance 1.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>x_j</term><description>one entry of an input, dimensionless</description></item>
/// </list>
/// </remarks>
public enum InputDistribution
{
    /// <summary>x_j ~ N(0, 1).</summary>
    Gaussian,

    /// <summary>x_j = ±1 with equal chance.</summary>
    Ising,
}

/// <summary>Draws single points.</summary>
internal static class InputDistributionExtensions
{
    public static double[] Draw(this InputDistribution inputs, MersenneTwister stream, int dimension) => inputs switch
    {
        InputDistribution.Gaussian => TaskStreams.Normals(stream, dimension),
        InputDistribution.Ising => [.. Enumerable.Range(0, dimension).Select(_ => stream.NextDouble() < 0.5 ? 1.0 : -1.0)],
        _ => throw new ArgumentException($"Unknown input distribution '{inputs}'.", nameof(inputs)),
    };
}
