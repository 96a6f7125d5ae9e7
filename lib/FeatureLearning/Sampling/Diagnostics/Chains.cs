namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>Draws of one scalar as rows of equal length, one row a chain, and what is asked of them before any number is formed.</summary>
internal static class Chains
{
    /// <summary>Fewest draws a chain for which halves have an autocorrelation, as in R's posterior.</summary>
    public const int FewestDraws = 6;

    private const double Rounding = 2.220446049250313e-16;

    /// <summary>The rows of chains × draws.</summary>
    /// <exception cref="ArgumentException">There is no chain or no draw.</exception>
    public static double[][] Rows(double[,] chainsByDraws)
    {
        ArgumentNullException.ThrowIfNull(chainsByDraws);
        int chains = chainsByDraws.GetLength(0), draws = chainsByDraws.GetLength(1);
        if (chains == 0 || draws == 0)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"chainsByDraws is {chains}×{draws}; at least one chain of one draw was expected."), nameof(chainsByDraws));
        }

        var rows = new double[chains][];
        for (var chain = 0; chain < chains; chain++)
        {
            rows[chain] = new double[draws];
            Buffer.BlockCopy(chainsByDraws, chain * draws * sizeof(double), rows[chain], 0, draws * sizeof(double));
        }

        return rows;
    }

    /// <summary>First and last half of every chain; the middle draw of an odd number is left out, and a single draw stays whole.</summary>
    public static double[][] Split(double[][] chains)
    {
        var half = chains[0].Length / 2;
        return half == 0 ? chains : [.. chains.Select(chain => chain[..half]), .. chains.Select(chain => chain[^half..])];
    }

    /// <summary>f of every draw.</summary>
    public static double[][] Map(double[][] chains, Func<double, double> f) => [.. chains.Select(chain => Array.ConvertAll(chain, f.Invoke))];

    /// <summary>All draws in ascending order.</summary>
    public static double[] Sorted(double[][] chains)
    {
        double[] all = [.. chains.SelectMany(chain => chain)];
        Array.Sort(all);
        return all;
    }

    /// <summary>Whether the draws are finite and not all equal: without that no diagnostic is a number.</summary>
    public static bool HaveSpread(double[][] chains) => chains.All(chain => chain.All(double.IsFinite)) && !AreConstant(chains);

    /// <summary>Whether all draws are equal but for rounding.</summary>
    public static bool AreConstant(params double[][] chains)
    {
        double least = chains.Min(chain => chain.Min()), most = chains.Max(chain => chain.Max());
        // Halved, so that the spread of numbers near the largest double is still one.
        return (most / 2) - (least / 2) <= 4 * Rounding * Math.Max(Math.Abs(least), Math.Abs(most));
    }

    /// <summary>Why these chains have no diagnostics, or an empty text.</summary>
    public static string Fault(double[][] chains)
    {
        for (var chain = 0; chain < chains.Length; chain++)
        {
            if (Array.FindIndex(chains[chain], value => !double.IsFinite(value)) is >= 0 and var draw)
            {
                return FormattableString.Invariant($"draw {draw + 1} of chain {chain + 1} is {chains[chain][draw]}");
            }
        }

        if (chains[0].Length < FewestDraws)
        {
            return FormattableString.Invariant($"{chains[0].Length} draws a chain are too few: {FewestDraws} are the least");
        }

        return AreConstant(chains) ? "all draws are equal"
            : Array.FindIndex(chains, chain => AreConstant(chain)) is >= 0 and var stuck
                ? FormattableString.Invariant($"chain {stuck + 1} is constant") : "";
    }
}
