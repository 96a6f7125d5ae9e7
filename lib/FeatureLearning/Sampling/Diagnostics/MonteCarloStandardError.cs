using MathNet.Numerics.Distributions;

namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>Standard errors of what is estimated from correlated draws.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>s</term><description>standard deviation of all draws</description></item>
/// <item><term>m₂, m₄</term><description>means of (x − x̄)² and (x − x̄)⁴</description></item>
/// <item><term>S, ESS</term><description>number of draws; their effective number for the quantity in question</description></item>
/// </list>
/// All are in the units of the draws, take chains × draws, and return NaN where <see cref="EffectiveSampleSize"/> does. The values are those
/// of R's posterior. Source: Vehtari et al., Bayesian Analysis 16 (2021) 667, section 4.
/// </remarks>
public static class MonteCarloStandardError
{
    /// <summary>s/√ESS.</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double OfMean(double[,] chainsByDraws) => OfMean(Chains.Rows(chainsByDraws));

    /// <summary>√((m₄ − m₂²)/(4 m₂ ESS)), with the ESS of (x − x̄)².</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double OfStandardDeviation(double[,] chainsByDraws) => OfStandardDeviation(Chains.Rows(chainsByDraws));

    /// <summary>
    /// Half the distance of the order statistics ⌊aS⌋ and ⌈bS⌉, with a and b the 15.9 % and 84.1 % points of
    /// Beta(p ESS + 1, (1 − p) ESS + 1): one standard deviation on either side for a normal error.
    /// </summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <param name="probability">p, from 0 to 1.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw, or the probability is outside [0, 1].</exception>
    public static double OfQuantile(double[,] chainsByDraws, double probability)
    {
        var size = EffectiveSampleSize.Quantile(chainsByDraws, probability);
        if (double.IsNaN(size))
        {
            return double.NaN;
        }

        var sorted = Chains.Sorted(Chains.Rows(chainsByDraws));
        double Bound(double level) => sorted.Length * Beta.InvCDF((size * probability) + 1, (size * (1 - probability)) + 1, level);
        var lower = sorted[Math.Max((int)Math.Floor(Bound(0.1586553)), 1) - 1];
        var upper = sorted[Math.Min((int)Math.Ceiling(Bound(0.8413447)), sorted.Length) - 1];
        return (upper / 2) - (lower / 2);
    }

    internal static double OfMean(double[][] chains)
    {
        if (!Chains.HaveSpread(chains))
        {
            return double.NaN;
        }

        var centred = CentredChains.Of(chains);
        return centred.StandardDeviation / Math.Sqrt(EffectiveSampleSize.Centred(centred.Values));
    }

    internal static double OfStandardDeviation(double[][] chains)
    {
        if (!Chains.HaveSpread(chains))
        {
            return double.NaN;
        }

        var centred = CentredChains.Of(chains);
        var squares = Chains.Map(centred.Values, value => value * value);
        double[] all = [.. squares.SelectMany(chain => chain)];
        double second = all.Average(), fourth = all.Average(square => square * square);
        return centred.InUnits(Math.Sqrt(((fourth / second) - second) / EffectiveSampleSize.Centred(squares)) / 2);
    }
}
