using System.Text.Json;
using FeatureLearning.Networks;
using FeatureLearning.Sampling;
using FeatureLearning.Tests.Reference;

namespace FeatureLearning.Tests.Statistical;

/// <summary>data/erf.json: an erf network at χ = 1, 10, 200, sampled independently of this library.</summary>
/// <remarks>
/// The file has 9000 draws, the short run 500, so that this library's errors (50 batches) dominate, and the file's, from three chains and rough, matter
/// little. Scalars are held to 5 combined standard errors (false alarm 8·10⁻⁶ each by Student's t), vectors and matrices to the root mean square of their
/// scores, which is 1 within some tenths; for ⟨vvᵀ⟩, whose file has no errors, to 3 in the long run: two independent runs of 6000 draws differ by 1.05 combined
/// errors, and both from the file by 2.2 at χ = 1 and 1.4 at χ = 10. Twin: the posterior at 30 % more noise is rejected by the same bounds.
/// </remarks>
public class ErfPosteriorTests
{
    private static readonly JsonElement Root = JsonTable.Root("data/erf.json");

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(200)]
    public void Hmc_agrees_with_the_sampled_reference(double chi) => Agree(Run(chi, 250, 1), chi, 1.4);

    [LongTheory]
    [Trait("Duration", "Long")]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(200)]
    public void Hmc_agrees_with_the_sampled_reference_in_the_long_run(double chi) => Agree(Run(chi, 3000, 1), chi, 3);

    [Fact]
    public void A_twin_with_thirty_percent_more_noise_is_rejected() => Assert.True(Scores(Run(10, 250, 1.3).TrainMean, Case(10), "train") > 1.6);

    private static void Agree(SampledPosterior sampled, double chi, double secondMomentScore)
    {
        var expected = Case(chi);
        Near.Absolute(0, Score(sampled.OrderParameter, expected.GetProperty("readout_second_moment_over_lambda")), 5, "score of ⟨w²⟩/λ");
        Near.Absolute(0, Score(sampled.Scalar(SampledScalar.TargetOverlap), expected.GetProperty("y_phi_y")), 5, "score of yᵀ⟨Φ⟩y/P²");
        var (mean, error) = (sampled.HiddenSecondMoment.Mean, sampled.HiddenSecondMoment.Error);
        var scores = (mean - expected.Matrix("weight_second_moment")).PointwiseDivide(error);
        Assert.InRange(scores.FrobeniusNorm() / mean.RowCount, 0.8, secondMomentScore);
        Assert.InRange(Scores(sampled.TrainMean, expected, "train"), 0.5, 1.6);
        Assert.InRange(Scores(sampled.TestMean, expected, "test"), 0.4, 1.8);
        Assert.Equal(0, sampled.Divergences);
    }

    private static double Score(Estimated<double> sampled, JsonElement expected) =>
        (sampled.Mean - expected.Number("mean")) / Math.Sqrt((sampled.Error * sampled.Error) + Math.Pow(expected.Number("se"), 2));

    // Root mean square of (sampled − reference)/√(error² + error²).
    private static double Scores(Estimated<Vector<double>> sampled, JsonElement expected, string points)
    {
        var combined = (sampled.Error.PointwisePower(2) + expected.Vector(points + "_se").PointwisePower(2)).PointwiseSqrt();
        return (sampled.Mean - expected.Vector(points + "_mean")).PointwiseDivide(combined).L2Norm() / Math.Sqrt(combined.Count);
    }

    private static JsonElement Case(double chi) => Root.GetProperty("cases").EnumerateArray().First(c => c.Number("chi") == chi);

    private static SampledPosterior Run(double chi, int draws, double noise)
    {
        var network = Network.FromVariances(
            Root.Integer("N"), Root.Integer("D"), Activation.Erf, Root.Number("g_v"), Root.Number("g_w"), chi, noise * Case(chi).Number("kappa"));
        var train = new DataSet(Root.Matrix("X"), Root.Vector("y"));
        var test = new DataSet(Root.Matrix("X_test"), Root.Vector("y_test"));
        return SamplerRun.Run(
            new SamplingProblem(network, train, test), new Hmc(), new RunSettings { Chains = 2, Warmup = 150, Draws = draws, Batches = 25, Threads = 2 });
    }
}
