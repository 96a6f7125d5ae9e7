namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>
/// S/τ with τ = −1 + 2 Σ_t (ρ_{2t} + ρ_{2t+1}) over Geyer's initial monotone sequence of positive pairs, ρ_t combined over chains.
/// </summary>
/// <remarks>
/// ρ_t = 1 − (W − γ̄_t)/V with W = n/(n−1) γ̄₀, V = γ̄₀ + Var of the chains' means. τ ≥ 1/log₁₀ S keeps antithetic chains from claiming
/// too much. The sum's last term, and τ = 2 where no pair can be formed (n ≤ 5), are those of Stan and of R's posterior 1.4.
/// Source: Geyer, Statistical Science 7 (1992) 473; Vehtari et al., Bayesian Analysis 16 (2021), section 3.2 and appendix A.
/// </remarks>
internal static class GeyerSequence
{
    /// <summary>Effective number of draws of chains as they are; NaN for fewer than three draws, without spread or with a value not finite.</summary>
    public static double EffectiveSize(double[][] chains)
    {
        var draws = chains[0].Length;
        if (draws < 3 || !Chains.HaveSpread(chains))
        {
            return double.NaN;
        }

        var correlations = Correlations(chains);
        var last = PositivePairs(correlations);
        Decrease(correlations, last);
        double total = (double)chains.Length * draws, sum = 0;
        for (var t = 0; t < Math.Max(last, 1); t++)
        {
            sum += correlations[t];
        }

        var time = -1 + (2 * sum) + correlations[last];
        return total / Math.Max(time, 1 / Math.Log10(total));
    }

    // ρ₀ … ρ_{n−1} over all chains.
    private static double[] Correlations(double[][] chains)
    {
        var draws = chains[0].Length;
        var mean = new double[draws];
        foreach (var chain in chains)
        {
            var covariances = Autocorrelation.Covariances(chain);
            for (var t = 0; t < draws; t++)
            {
                mean[t] += covariances[t] / chains.Length;
            }
        }

        var within = mean[0] * draws / (draws - 1);
        var variance = mean[0] + (chains.Length > 1 ? Moments.Variance([.. chains.Select(chain => Moments.Mean(chain))]) : 0);
        var correlations = Array.ConvertAll(mean, value => 1 - ((within - value) / variance));
        correlations[0] = 1;
        return correlations;
    }

    // Ends the sequence at the first pair that is not positive, and clears what follows. Returns the index of the first element
    // that is counted once only.
    private static int PositivePairs(double[] correlations)
    {
        var last = 0;
        var keep = 2;
        double even = correlations[0], odd = correlations[1];
        while (last < correlations.Length - 5 && even + odd > 0)
        {
            last += 2;
            (even, odd) = (correlations[last], correlations[last + 1]);
            keep = even + odd >= 0 ? last + 2 : last;
        }

        var single = correlations[last];
        Array.Clear(correlations, keep, correlations.Length - keep);
        correlations[last] = even > 0 ? single : correlations[last];
        return last;
    }

    // Each pair's sum at most that of the pair before it.
    private static void Decrease(double[] correlations, int last)
    {
        for (var t = 2; t <= last - 2; t += 2)
        {
            var before = correlations[t - 2] + correlations[t - 1];
            if (correlations[t] + correlations[t + 1] > before)
            {
                correlations[t] = correlations[t + 1] = before / 2;
            }
        }
    }
}
