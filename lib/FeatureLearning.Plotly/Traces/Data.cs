using System.Collections.Immutable;
using static System.FormattableString;

namespace FeatureLearning.Plotly;

/// <summary>Takes over what callers pass as data: copies, checks lengths, names the argument that is wrong.</summary>
internal static class Data
{
    /// <summary>A copy of the numbers; the figure never changes when the caller's vector does.</summary>
    public static ImmutableArray<double> Take(IEnumerable<double> values, string argument)
    {
        ArgumentNullException.ThrowIfNull(values, argument);
        return [.. values];
    }

    /// <summary>A copy that must have as many entries as the abscissa.</summary>
    public static ImmutableArray<double> Take(IEnumerable<double> values, string argument, int expected)
    {
        var copy = Take(values, argument);
        return copy.Length == expected
            ? copy
            : throw new ArgumentException($"{argument} has {copy.Length} entries, x has {expected}; they must be equal.", argument);
    }

    /// <summary>The finite samples of a distribution; at least one, none of them NaN or infinite.</summary>
    public static double[] TakeSamples(IEnumerable<double> samples, string argument)
    {
        var copy = Take(samples, argument).ToArray();
        if (copy.Length == 0)
            throw new ArgumentException("A distribution needs at least one sample, none came.", argument);
        var bad = Array.FindIndex(copy, value => !double.IsFinite(value));
        return bad < 0 ? copy : throw new ArgumentException(Invariant($"Sample {bad} is {copy[bad]}; samples must be finite."), argument);
    }
}
