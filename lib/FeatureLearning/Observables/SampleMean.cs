using MathNet.Numerics.Statistics;

namespace FeatureLearning.Observables;

/// <summary>The mean of independent samples with its standard error.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>n</term><description>number of samples, at least 2</description></item>
/// <item><term>s/√n</term><description><see cref="StandardError"/>, s the sample standard deviation; in the samples' units</description></item>
/// </list>
/// </remarks>
/// <param name="Mean">Mean of the samples.</param>
/// <param name="StandardError">s/√n.</param>
public readonly record struct SampleMean(double Mean, double StandardError)
{
    /// <summary>Mean and standard error of samples.</summary>
    /// <param name="samples">At least two independent numbers.</param>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public static SampleMean Of(IEnumerable<double> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var values = samples.ToArray();
        return values.Length >= 2
            ? new SampleMean(values.Average(), values.StandardDeviation() / Math.Sqrt(values.Length))
            : throw new ArgumentException(FormattableString.Invariant($"A standard error needs two samples; there are {values.Length}."), nameof(samples));
    }
}
