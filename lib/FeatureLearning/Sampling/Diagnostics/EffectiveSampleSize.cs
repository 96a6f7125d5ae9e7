namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>Effective sample sizes: how many independent draws would give the same standard error.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>S</term><description>number of draws in all half chains</description></item>
/// <item><term>τ</term><description>integrated autocorrelation time over half chains, Geyer's initial monotone sequence; in draws</description></item>
/// <item><term>ESS</term><description>S/τ, at most S log₁₀ S; dimensionless</description></item>
/// </list>
/// Chains are split in halves, so that a drift counts as correlation. All take chains × draws and return NaN where a draw is not finite,
/// where what is asked for is constant, or for fewer than six draws a chain. The values are those of R's posterior, except that posterior 1.4
/// ranks an infinite draw as the largest, and calls draws constant that differ by less than 2e-16 in whatever unit.
/// Source: Vehtari et al., Bayesian Analysis 16 (2021) 667; Geyer, Statistical Science 7 (1992) 473.
/// </remarks>
public static class EffectiveSampleSize
{
    /// <summary>ESS of the rank-normalised draws: reliability of measures of location.</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double Bulk(double[,] chainsByDraws) => Bulk(Chains.Rows(chainsByDraws));

    /// <summary>The smaller ESS of the 5 % and 95 % quantiles.</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double Tail(double[,] chainsByDraws) => Tail(Chains.Rows(chainsByDraws));

    /// <summary>ESS of the mean: of the draws as they are.</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double Mean(double[,] chainsByDraws) => Mean(Chains.Rows(chainsByDraws));

    /// <summary>ESS of the standard deviation: of |x − x̄|.</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double StandardDeviation(double[,] chainsByDraws) => StandardDeviation(Chains.Rows(chainsByDraws));

    /// <summary>ESS of a quantile: of the indicator x ≤ x_p, with x_p the sample quantile.</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <param name="probability">p, from 0 to 1; 1 counts as (S − ½)/S.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw, or the probability is outside [0, 1].</exception>
    public static double Quantile(double[,] chainsByDraws, double probability) => probability is >= 0 and <= 1
        ? Quantile(Chains.Rows(chainsByDraws), probability)
        : throw new ArgumentException(FormattableString.Invariant(
            $"A probability must lie between 0 and 1; it is {probability}."), nameof(probability));

    internal static double Bulk(double[][] chains) =>
        Chains.HaveSpread(chains) ? GeyerSequence.EffectiveSize(RankNormalization.Scores(Chains.Split(chains))) : double.NaN;

    internal static double Tail(double[][] chains) => Math.Min(Quantile(chains, 0.05), Quantile(chains, 0.95));

    internal static double Mean(double[][] chains) =>
        Chains.HaveSpread(chains) ? Centred(CentredChains.Of(chains).Values) : double.NaN;

    internal static double StandardDeviation(double[][] chains) =>
        Chains.HaveSpread(chains) ? Centred(Chains.Map(CentredChains.Of(chains).Values, Math.Abs)) : double.NaN;

    internal static double Quantile(double[][] chains, double probability)
    {
        if (!Chains.HaveSpread(chains))
        {
            return double.NaN;
        }

        var sorted = Chains.Sorted(chains);
        var quantile = SampleQuantile.Of(sorted, probability == 1 ? (sorted.Length - 0.5) / sorted.Length : probability);
        return Centred(Chains.Map(chains, value => value <= quantile ? 1 : 0));
    }

    /// <summary>ESS of the mean of draws of moderate size.</summary>
    internal static double Centred(double[][] chains) => GeyerSequence.EffectiveSize(Chains.Split(chains));
}
