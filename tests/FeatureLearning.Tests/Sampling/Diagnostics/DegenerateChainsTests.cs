using FeatureLearning.Sampling.Diagnostics;

namespace FeatureLearning.Tests.Sampling.Diagnostics;

/// <summary>Chains that must not pass for good ones, and the reason each of them gets.</summary>
public class DegenerateChainsTests
{
    [Theory]
    [InlineData("has_nan", "draw 7 of chain 2 is NaN")]
    [InlineData("has_inf", "draw 7 of chain 2 is Infinity")]
    [InlineData("has_minus_inf", "draw 50 of chain 4 is -Infinity")]
    [InlineData("constant", "all draws are equal")]
    [InlineData("one_constant_chain", "chain 3 is constant")]
    [InlineData("constant_chains_apart", "chain 1 is constant")]
    [InlineData("four_draws", "4 draws a chain are too few: 6 are the least")]
    public void Everything_is_NaN_with_a_reason(string name, string reason)
    {
        var diagnostics = ChainDiagnostics.Of(StoredChains.Read(name));
        Assert.Equal(reason, diagnostics.Reason);
        double[] values = [diagnostics.RHat, diagnostics.EssBulk, diagnostics.EssTail, diagnostics.EssMean, diagnostics.EssSd, diagnostics.McseMean, diagnostics.McseSd];
        Assert.All(values, value => Assert.True(double.IsNaN(value)));
        Assert.False(PublicationGate.Default.Check(diagnostics).Passes);
    }

    [Theory]
    [InlineData("binary_common", "one value holds 5 % of the draws or more at an end of their range, so that a tail has no draws")]
    [InlineData("binary_sign", "all draws are equally far from their median")]
    public void Few_values_have_no_tail(string name, string reason) => Assert.Equal(reason, ChainDiagnostics.Of(StoredChains.Read(name)).Reason);

    [Fact]
    public void All_but_the_middle_draws_equal() => Assert.Equal(
        "chain 2 is constant", ChainDiagnostics.Of(StoredChains.Read("constant_but_for_the_middle")).Reason);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fewer_than_four_draws_have_no_halves(int draws)
    {
        var chains = new Draws(1).Matrix(4, draws).ToArray();
        Assert.True(double.IsNaN(SplitRHat.Of(chains)));
        Assert.True(double.IsNaN(EffectiveSampleSize.Bulk(chains)));
        Assert.True(double.IsNaN(MonteCarloStandardError.OfQuantile(chains, 0.5)));
    }

    [Fact]
    public void A_chain_that_differs_by_rounding_is_constant()
    {
        var chains = new Draws(2).Matrix(4, 100).ToArray();
        for (var draw = 0; draw < 100; draw++)
        {
            chains[2, draw] = draw % 3 == 0 ? 3.7 : Math.BitIncrement(3.7);
        }

        Assert.Equal("chain 3 is constant", ChainDiagnostics.Of(chains).Reason);
    }

    [Theory]
    [InlineData(-1000)]
    [InlineData(-300)]
    [InlineData(300)]
    [InlineData(1015)]
    public void The_unit_does_not_matter(int exponent)
    {
        var chains = StoredChains.Read("cauchy");
        var expected = ChainDiagnostics.Of(chains);
        var scaled = ChainDiagnostics.Of(Map(chains, value => Math.ScaleB(value, exponent)));
        Assert.Equal("", scaled.Reason);
        Assert.Equal(
            (expected.RHat, expected.EssBulk, expected.EssTail, expected.EssMean, expected.EssSd),
            (scaled.RHat, scaled.EssBulk, scaled.EssTail, scaled.EssMean, scaled.EssSd));
        Assert.Equal(Math.ScaleB(expected.McseMean, exponent), scaled.McseMean);
        Assert.Equal(Math.ScaleB(expected.McseSd, exponent), scaled.McseSd);
        Assert.Equal(Math.ScaleB(expected.StandardDeviation, exponent), scaled.StandardDeviation);
    }

    [Fact]
    public void The_order_of_chains_and_a_monotone_map_do_not_matter_to_ranks()
    {
        var chains = StoredChains.Read("autocorrelated");
        Near.Relative(SplitRHat.Bulk(chains), SplitRHat.Bulk(Map(chains, Math.Exp)), 1e-14);
        Near.Relative(EffectiveSampleSize.Tail(chains), EffectiveSampleSize.Tail(Map(chains, value => (2 * value) - 5)), 1e-12);
        var reversed = (double[,])chains.Clone();
        for (var draw = 0; draw < chains.GetLength(1); draw++)
        {
            for (var chain = 0; chain < chains.GetLength(0); chain++)
            {
                reversed[chain, draw] = chains[chains.GetLength(0) - 1 - chain, draw];
            }
        }

        Near.Relative(EffectiveSampleSize.Bulk(chains), EffectiveSampleSize.Bulk(reversed), 1e-11);
    }

    [Fact]
    public void Autocorrelation_of_any_length_is_the_direct_sum()
    {
        for (var length = 2; length <= 70; length++)
        {
            double[] draws = [.. new Draws(length).Vector(length)];
            var mean = draws.Average();
            var variance = draws.Sum(x => (x - mean) * (x - mean));
            var correlations = Autocorrelation.Of(draws);
            for (var lag = 0; lag < length; lag++)
            {
                var direct = Enumerable.Range(0, length - lag).Sum(i => (draws[i] - mean) * (draws[i + lag] - mean)) / variance;
                Near.Absolute(direct, correlations[lag], 1e-14, FormattableString.Invariant($"length {length}, lag {lag}"));
            }
        }
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Equal("chainsByDraws", Assert.Throws<ArgumentException>(() => ChainDiagnostics.Of(new double[0, 5])).ParamName);
        Assert.Equal("chainsByDraws", Assert.Throws<ArgumentException>(() => SplitRHat.Of(new double[4, 0])).ParamName);
        Assert.Equal("probability", Assert.Throws<ArgumentException>(() => EffectiveSampleSize.Quantile(new double[4, 9], double.NaN)).ParamName);
        Assert.Equal("probability", Assert.Throws<ArgumentException>(() => MonteCarloStandardError.OfQuantile(new double[4, 9], 1.1)).ParamName);
        Assert.Equal("draws", Assert.Throws<ArgumentException>(() => Autocorrelation.Of([])).ParamName);
    }

    private static double[,] Map(double[,] chains, Func<double, double> f) =>
        Matrix<double>.Build.DenseOfArray(chains).Map(f, Zeros.Include).ToArray();
}
