using MathNet.Numerics;

namespace FeatureLearning.Observables;

/// <summary>Exponents of power laws, as of an error that falls with the width.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>α</term><description>exponent in y ∝ x^α</description></item>
/// </list>
/// </remarks>
public static class PowerLaw
{
    /// <summary>α, by least squares of log y against log x.</summary>
    /// <param name="x">Positive numbers, at least two of them different.</param>
    /// <param name="y">Positive numbers, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are fewer than two points, or a value is not positive.</exception>
    public static double Exponent(IReadOnlyCollection<double> x, IReadOnlyCollection<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count || x.Count < 2)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"x and y need as many points, at least two; they have {x.Count} and {y.Count}."), nameof(y));
        }

        if (!x.Concat(y).All(value => value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentException("A power law needs positive finite values.", nameof(y));
        }

        return Fit.Line([.. x.Select(v => Math.Log(v))], [.. y.Select(v => Math.Log(v))]).B;
    }
}
