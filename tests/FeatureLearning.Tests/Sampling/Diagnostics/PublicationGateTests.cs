using FeatureLearning.Sampling.Diagnostics;

namespace FeatureLearning.Tests.Sampling.Diagnostics;

/// <summary>What passes for publication, and what is stamped.</summary>
public class PublicationGateTests
{
    private static readonly ChainDiagnostics Good = ChainDiagnostics.Of(StoredChains.Read("independent"));

    [Fact]
    public void Independent_draws_pass()
    {
        var verdict = PublicationGate.Default.Check(Good);
        Assert.True(verdict.Passes);
        Assert.Equal("", verdict.Stamp);
    }

    [Fact]
    public void A_gap_of_ten_standard_errors_is_the_least()
    {
        Assert.True(PublicationGate.Default.Check(Good, 10.001 * Good.McseMean).Passes);
        Assert.Contains("of the gap", PublicationGate.Default.Check(Good, 9.999 * Good.McseMean).Stamp, StringComparison.Ordinal);
        Assert.False(PublicationGate.Default.Check(Good, 0).Passes);
    }

    [Fact]
    public void Every_broken_condition_is_said()
    {
        var verdict = PublicationGate.Default.Check(ChainDiagnostics.Of(StoredChains.Read("autocorrelated")), 0.1);
        Assert.Equal(4, verdict.Reasons.Count);
        Assert.Equal(
            "not converged: R̂ = 1.242 is above 1.01; bulk ESS = 16 is below 400; tail ESS = 32 is below 400; MCSE = 9.4e-1 is above 0.1 of the gap 1.0e-1",
            verdict.Stamp);
    }

    [Theory]
    [InlineData("locations_apart")]
    [InlineData("scales_apart")]
    [InlineData("random_walk")]
    [InlineData("trend")]
    [InlineData("antithetic")]
    [InlineData("one_constant_chain")]
    [InlineData("single_chain")]
    public void What_has_not_converged_does_not_pass(string name) =>
        Assert.StartsWith("not converged: ", PublicationGate.Default.Check(ChainDiagnostics.Of(StoredChains.Read(name))).Stamp, StringComparison.Ordinal);

    [Fact]
    public void Of_several_scalars_each_must_pass()
    {
        var bad = ChainDiagnostics.Of(StoredChains.Read("has_nan"));
        Assert.True(PublicationGate.Default.Check([new("a", Good), new("b", Good)]).Passes);
        Assert.Equal(["b: draw 7 of chain 2 is NaN"], PublicationGate.Default.Check([new("a", Good), new("b", bad)]).Reasons);
        Assert.Equal("not converged: there are no draws", PublicationGate.Default.Check([]).Stamp);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_gap_is_a_size(double gap) =>
        Assert.Equal("gap", Assert.Throws<ArgumentException>(() => PublicationGate.Default.Check(Good, gap)).ParamName);

    [Fact]
    public void Independent_chains_pass_nearly_always_and_apart_ones_never()
    {
        int passed = 0, apart = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var chains = new Draws(seed).Matrix(4, 500).ToArray();
            passed += PublicationGate.Default.Check(ChainDiagnostics.Of(chains)).Passes ? 1 : 0;
            for (var draw = 0; draw < 500; draw++)
            {
                chains[3, draw] += 0.5;
            }

            apart += PublicationGate.Default.Check(ChainDiagnostics.Of(chains)).Passes ? 1 : 0;
        }

        Assert.InRange(passed, 97, 100);
        Assert.Equal(0, apart);
    }
}
