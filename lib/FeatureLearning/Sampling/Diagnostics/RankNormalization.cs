using MathNet.Numerics.Distributions;

namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>
/// z = Φ⁻¹((r − 3/8)/(S + 1/4)): draws replaced by the normal scores of their ranks, so that heavy tails do no harm.
/// Source: Vehtari et al., Bayesian Analysis 16 (2021), the rank-normalising transform; r is the average rank of ties among all S draws.
/// </summary>
internal static class RankNormalization
{
    /// <summary>z of every draw.</summary>
    public static double[][] Scores(double[][] chains)
    {
        double[] all = [.. chains.SelectMany(chain => chain)];
        int[] order = [.. Enumerable.Range(0, all.Length)];
        Array.Sort((double[])all.Clone(), order);
        var scores = new double[all.Length];
        for (int first = 0, next; first < all.Length; first = next)
        {
            for (next = first + 1; next < all.Length && all[order[next]] == all[order[first]];)
            {
                next++;
            }

            var rank = (first + 1 + next) / 2.0;
            var score = Normal.InvCDF(0, 1, (rank - 0.375) / (all.Length + 0.25));
            for (var i = first; i < next; i++)
            {
                scores[order[i]] = score;
            }
        }

        return [.. scores.Chunk(chains[0].Length)];
    }

    /// <summary>|x − median|: a difference in scale becomes one in location.</summary>
    public static double[][] Folded(double[][] chains)
    {
        var median = SampleQuantile.Median(Chains.Sorted(chains));
        return Chains.Map(chains, value => Math.Abs(value - median));
    }
}
