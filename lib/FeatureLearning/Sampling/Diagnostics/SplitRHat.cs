namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>R̂: how much wider all chains together are than each half of a chain by itself. 1 where all halves agree.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>m, n</term><description>number of half chains, draws in each</description></item>
/// <item><term>B</term><description>n times the variance of the half chains' means</description></item>
/// <item><term>W</term><description>mean of the half chains' variances</description></item>
/// <item><term>R̂</term><description>√((B/W + n − 1)/n), dimensionless; ∞ where W = 0 &lt; B</description></item>
/// <item><term>z, ζ</term><description>normal scores of the ranks of x, and of |x − median|</description></item>
/// </list>
/// All take chains × draws and return NaN where a draw is not finite, all draws are equal, or a chain has fewer than four draws. The
/// values are those of R's posterior, except that posterior 1.4 ranks an infinite draw as the largest.
/// Source: Vehtari, Gelman, Simpson, Carpenter, Bürkner, Bayesian Analysis 16 (2021) 667, section 3.1 and 4.
/// </remarks>
public static class SplitRHat
{
    /// <summary>The larger of <see cref="Bulk(double[,])"/> and <see cref="Folded(double[,])"/>: the R̂ to report. NaN also where the folded draws are constant.</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double Of(double[,] chainsByDraws) => Of(Chains.Rows(chainsByDraws));

    /// <summary>R̂ of z: do the chains agree on the location?</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double Bulk(double[,] chainsByDraws) => Bulk(Chains.Rows(chainsByDraws));

    /// <summary>R̂ of ζ: do the chains agree on the spread?</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double Folded(double[,] chainsByDraws) => Folded(Chains.Rows(chainsByDraws));

    /// <summary>R̂ of the draws as they are, without ranks: for comparison with older work.</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double Classic(double[,] chainsByDraws)
    {
        var chains = Chains.Rows(chainsByDraws);
        return Chains.HaveSpread(chains) ? OfHalves(Chains.Split(CentredChains.Of(chains).Values)) : double.NaN;
    }

    internal static double Of(double[][] chains) => Math.Max(Bulk(chains), Folded(chains));

    private static double Bulk(double[][] chains) =>
        Chains.HaveSpread(chains) ? OfHalves(RankNormalization.Scores(Chains.Split(chains))) : double.NaN;

    private static double Folded(double[][] chains) => Chains.HaveSpread(chains) ? Bulk(RankNormalization.Folded(chains)) : double.NaN;

    private static double OfHalves(double[][] halves)
    {
        var draws = halves[0].Length;
        if (!Chains.HaveSpread(halves))
        {
            return double.NaN;
        }

        var between = draws * Moments.Variance([.. halves.Select(half => Moments.Mean(half))]);
        var within = halves.Average(half => Moments.Variance(half));
        return Math.Sqrt(((between / within) + draws - 1) / draws);
    }
}
