namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>E-BFMI, the energy's Bayesian fraction of missing information: do momenta drawn anew move HMC through all energies?</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>E_i</term><description>total energy (−log density and kinetic) at draw i of one chain, dimensionless</description></item>
/// <item><term>E-BFMI</term><description>Σ(E_i − E_{i−1})²/Σ(E_i − Ē)², dimensionless; about 1 is good, below <see cref="Least"/> the tails are missed</description></item>
/// </list>
/// Not defined for samplers without energies. NaN where an energy is not finite or all are equal.
/// Source: Betancourt, arXiv:1604.00695 (its estimator of the energy fraction); arXiv:1701.02434 (diagnosing chains by it).
/// </remarks>
public static class EnergyFraction
{
    /// <summary>0.3, below which Betancourt advises to change the model or the kinetic energy.</summary>
    public const double Least = 0.3;

    /// <summary>E-BFMI of each chain.</summary>
    /// <param name="chainsByDraws">Energies, chains × draws.</param>
    /// <returns>One number a chain.</returns>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double[] Of(double[,] chainsByDraws) => Array.ConvertAll(Chains.Rows(chainsByDraws), OfChain);

    private static double OfChain(double[] energies)
    {
        if (!Chains.HaveSpread([energies]))
        {
            return double.NaN;
        }

        var values = CentredChains.Of([energies]).Values[0];
        double steps = 0;
        for (var i = 1; i < values.Length; i++)
        {
            steps += (values[i] - values[i - 1]) * (values[i] - values[i - 1]);
        }

        return steps / (Moments.Variance(values) * (values.Length - 1));
    }
}
