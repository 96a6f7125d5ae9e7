namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>What several chains say of one scalar, and how far that can be trusted.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>m × n</term><description><see cref="Chains"/> × <see cref="Draws"/></description></item>
/// <item><term>x̄, s</term><description><see cref="Mean"/>, <see cref="StandardDeviation"/> of all mn draws, in their units</description></item>
/// <item><term>MCSE</term><description><see cref="McseMean"/>, <see cref="McseSd"/>: standard errors of x̄ and s, in the draws' units</description></item>
/// <item><term>R̂</term><description><see cref="RHat"/>, rank-normalised, split; the larger of location and spread</description></item>
/// <item><term>ESS</term><description><see cref="EssBulk"/>, <see cref="EssTail"/>, <see cref="EssMean"/>, <see cref="EssSd"/>; number of draws</description></item>
/// </list>
/// A chain that is stuck, or has a value that is not finite, gives NaN for every diagnostic, with a <see cref="Reason"/>; also where the
/// other chains move and R's posterior, and the functions beside this type, still give numbers. Units and sources:
/// <see cref="SplitRHat"/>, <see cref="EffectiveSampleSize"/>, <see cref="MonteCarloStandardError"/>.
/// </remarks>
public sealed record ChainDiagnostics
{
    private ChainDiagnostics(double[][] chains) => (Chains, Draws) = (chains.Length, chains[0].Length);

    /// <summary>m.</summary>
    public int Chains { get; }

    /// <summary>n, draws a chain.</summary>
    public int Draws { get; }

    /// <summary>x̄; NaN where a draw is not finite.</summary>
    public double Mean { get; private init; } = double.NaN;

    /// <summary>s with divisor mn − 1; NaN where a draw is not finite, 0 for a constant.</summary>
    public double StandardDeviation { get; private init; } = double.NaN;

    /// <summary>Standard error of <see cref="Mean"/>.</summary>
    public double McseMean { get; private init; } = double.NaN;

    /// <summary>Standard error of <see cref="StandardDeviation"/>.</summary>
    public double McseSd { get; private init; } = double.NaN;

    /// <summary>R̂, <see cref="SplitRHat.Of(double[,])"/>.</summary>
    public double RHat { get; private init; } = double.NaN;

    /// <summary>ESS of the rank-normalised draws.</summary>
    public double EssBulk { get; private init; } = double.NaN;

    /// <summary>The smaller ESS of the 5 % and 95 % quantiles.</summary>
    public double EssTail { get; private init; } = double.NaN;

    /// <summary>ESS of the mean.</summary>
    public double EssMean { get; private init; } = double.NaN;

    /// <summary>ESS of the standard deviation.</summary>
    public double EssSd { get; private init; } = double.NaN;

    /// <summary>Why a diagnostic is NaN; empty where none is.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>Diagnoses the draws of one scalar; O(mn log n).</summary>
    /// <param name="chainsByDraws">chains × draws.</param>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static ChainDiagnostics Of(double[,] chainsByDraws)
    {
        var chains = Diagnostics.Chains.Rows(chainsByDraws);
        var fault = Diagnostics.Chains.Fault(chains);
        if (!chains.All(chain => chain.All(double.IsFinite)))
        {
            return new ChainDiagnostics(chains) { Reason = fault };
        }

        var centred = CentredChains.Of(chains);
        var moments = new ChainDiagnostics(chains) { Mean = centred.Mean, StandardDeviation = centred.StandardDeviation };
        return fault.Length > 0 ? moments with { Reason = fault } : moments.Complete(chains);
    }

    private ChainDiagnostics Complete(double[][] chains)
    {
        var result = this with
        {
            McseMean = MonteCarloStandardError.OfMean(chains),
            McseSd = MonteCarloStandardError.OfStandardDeviation(chains),
            RHat = SplitRHat.Of(chains),
            EssBulk = EffectiveSampleSize.Bulk(chains),
            EssTail = EffectiveSampleSize.Tail(chains),
            EssMean = EffectiveSampleSize.Mean(chains),
            EssSd = EffectiveSampleSize.StandardDeviation(chains),
        };
        return result with { Reason = result.WhyNotANumber() };
    }

    // What is left for draws that do vary: they take so few values that a transformed draw does not.
    private string WhyNotANumber() =>
        double.IsNaN(EssBulk) ? "all draws are equal but for the middle ones"
        : double.IsNaN(RHat) ? "all draws are equally far from their median"
        : double.IsNaN(EssTail) ? "one value holds 5 % of the draws or more at an end of their range, so that a tail has no draws"
        : double.IsNaN(McseSd) || double.IsNaN(EssSd) ? "all draws are equally far from their mean" : "";
}
