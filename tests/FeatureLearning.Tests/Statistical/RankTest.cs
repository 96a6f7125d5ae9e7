using FeatureLearning.Sampling;
using MathNet.Numerics.Distributions;

namespace FeatureLearning.Tests.Statistical;

/// <summary>One chain to be ranked: a draw of its own stationary law, and what is compared of its states.</summary>
internal sealed record Trial(Transition Transition, double[] Truth, Func<double[], double[]> Describe);

/// <summary>
/// The exact rank test of Gandy and Scott (arXiv:2001.06465): a draw of a reversible chain's stationary law is put at a random place of
/// the chain, which is run forwards and backwards from it. The rank of the draw is exactly uniform, however slowly the chain mixes. Ties
/// (rejections) are broken at random.
/// </summary>
internal sealed record RankTest(int DataSets, int Length, int Bins, int Thinning, uint Seed)
{
    /// <summary>The smallest χ² p-value of the statistics' rank histograms.</summary>
    public double PValue(int statistics, Func<uint, Trial> create)
    {
        var counts = new double[statistics, Bins];
        Parallel.For(0, DataSets, new ParallelOptions { MaxDegreeOfParallelism = 2 }, set =>
        {
            var ranks = Ranks(create((uint)set), (uint)set);
            lock (counts)
            {
                for (var s = 0; s < statistics; s++)
                {
                    counts[s, ranks[s] * Bins / (Length + 1)]++;
                }
            }
        });
        var expected = (double)DataSets / Bins;
        return Enumerable.Range(0, statistics).Min(s => 1 - ChiSquared.CDF(
            Bins - 1, Enumerable.Range(0, Bins).Sum(b => (counts[s, b] - expected) * (counts[s, b] - expected) / expected)));
    }

    private int[] Ranks(Trial trial, uint set)
    {
        var reference = trial.Describe(trial.Truth);
        var uniforms = new double[1 + reference.Length];
        new RandomStream(Seed, RandomPurpose.Simulation, set, ulong.MaxValue).Uniforms(uniforms);
        int[] below = new int[reference.Length], ties = new int[reference.Length];
        var before = (int)(uniforms[0] * (Length + 1));
        ulong step = 0;
        for (var k = 0; k < Length; k++)
        {
            if (k == 0 || k == before)
            {
                trial.Transition.StartAt(trial.Truth); // first the past, then the future
            }

            for (var t = 0; t < Thinning; t++)
            {
                trial.Transition.Step(step++, adapt: false);
            }

            var described = trial.Describe(trial.Transition.State);
            for (var s = 0; s < below.Length; s++)
            {
                below[s] += described[s] < reference[s] ? 1 : 0;
                ties[s] += described[s] == reference[s] ? 1 : 0;
            }
        }

        return [.. Enumerable.Range(0, below.Length).Select(s => below[s] + (int)(uniforms[1 + s] * (ties[s] + 1)))];
    }
}
