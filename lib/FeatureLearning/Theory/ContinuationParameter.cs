using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>What is turned while a branch of solutions is followed.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Value</term><description>Network at the value x</description></listheader>
/// <item><term><see cref="Scaling"/></term><description>χ = x, κχ as it was: the NNGP predictor stays</description></item>
/// <item><term><see cref="ScalingAtFixedNoise"/></term><description>χ = x, κ as it was</description></item>
/// <item><term><see cref="Noise"/></term><description>κ = T = x, χ as it was</description></item>
/// </list>
/// </remarks>
public enum ContinuationParameter
{
    /// <summary>χ with κ ∝ 1/χ.</summary>
    Scaling,

    /// <summary>χ alone.</summary>
    ScalingAtFixedNoise,

    /// <summary>κ, the temperature.</summary>
    Noise,
}

/// <summary>Networks along a continuation.</summary>
internal static class ContinuationPath
{
    public static Network At(this ContinuationParameter parameter, Network network, double value) => parameter switch
    {
        ContinuationParameter.Scaling => network.AtScaling(value),
        ContinuationParameter.ScalingAtFixedNoise => network.WithScaling(value),
        ContinuationParameter.Noise => network.WithNoise(value),
        _ => throw new ArgumentException($"Unknown parameter '{parameter}'.", nameof(parameter)),
    };

    /// <summary>The values as an array: at least two, positive and ascending.</summary>
    public static double[] Check(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] grid = [.. values];
        if (grid.Length < 2)
        {
            throw new ArgumentException(FormattableString.Invariant($"values has {grid.Length} entries; at least 2 are needed."), nameof(values));
        }

        for (var i = 0; i < grid.Length; i++)
        {
            if (!double.IsFinite(grid[i]) || !(grid[i] > (i == 0 ? 0 : grid[i - 1])))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"values must be positive, finite and ascending; entry {i + 1} is {grid[i]}."), nameof(values));
            }
        }

        return grid;
    }
}
