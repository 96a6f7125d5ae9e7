using FeatureLearning.Sampling;
using FeatureLearning.Sampling.Diagnostics;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Statistical;

/// <summary>data/linear.json: sampled means, covariances, kernels and weights against the exact posterior.</summary>
/// <remarks>
/// At least 4000 effective draws in the long run, 1000 in the short. Gibbs is thinned by its correlation time of |w|², which data of little noise pin to
/// |V|², since batches must be long against it. 400 batches: a scalar is more than 4.27 standard errors off by chance with probability 2.4·10⁻⁵
/// (Student's t), about 80 scalars a case, so a false alarm in 2·10⁻³ of new seeds; entries of matrices, some thousands, are held to 5.5 (7·10⁻⁸ each, 5·10⁻⁴ a case). Seeds are fixed. Twin: the exact posterior
/// of a network with 10 % more noise is rejected.
/// </remarks>
public class LinearPosteriorTests
{
    private static readonly ReferenceCase[] All = [.. JsonTable.Read("data/linear.json").Select(ReferenceCase.Of)];

    public static TheoryData<string, int> Some => new() { { "gibbs", 0 }, { "gibbs", 3 }, { "gibbs", 4 }, { "hmc", 4 } };

    public static TheoryData<string, int> Everything
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var sampler in new[] { "gibbs", "hmc" })
            {
                foreach (var index in Enumerable.Range(0, All.Length))
                {
                    rows.Add(sampler, index);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Some))]
    public void Sampled_and_exact_posterior_agree(string sampler, int index) => Agree(Run(sampler, index, sampler == "gibbs" ? 1500 : 1000, 1), index, 1000);

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(Everything))]
    public void Sampled_and_exact_posterior_agree_in_the_long_run(string sampler, int index) => Agree(Run(sampler, index, 6000, 2), index, 4000);

    [Fact]
    public void A_twin_with_ten_percent_more_noise_is_rejected()
    {
        var sampled = Run("gibbs", 0, 2000, 1);
        var twin = ExactLinear.Solve(All[0].Network.WithNoise(1.1 * All[0].Network.Noise), All[0].Data);
        Assert.True(Worst(sampled.TrainMean, twin.TrainMean) > 4.27);
    }

    private static SampledPosterior Run(string sampler, int index, int draws, uint seed) => SamplerRun.Run(
        new SamplingProblem(All[index].Network, All[index].Data, All[index].TestInputs, All[index].Json.Vector("y_test")),
        sampler == "gibbs" ? new BlockedGibbs() : new Hmc(),
        new RunSettings { Warmup = 300, Draws = draws, Thinning = Thinning(sampler, index), Batches = 100, Seed = seed, Threads = 2 });

    private static int Thinning(string sampler, int index) => sampler == "hmc" ? 1 : All[index].Network.Scaling > 10 ? 20 : 5;

    private static void Agree(SampledPosterior sampled, int index, double leastEss)
    {
        var exact = ExactLinear.Solve(All[index].Network, All[index].Data);
        var test = All[index].TestInputs;
        Assert.True(ChainDiagnostics.Of(sampled.Traces(SampledScalar.ReadoutNorm)).EssBulk >= leastEss);
        Assert.True(ChainDiagnostics.Of(sampled.Traces(SampledScalar.TrainDiscrepancy)).EssBulk >= leastEss);
        Below(4.27, "⟨q⟩", Math.Abs(sampled.OrderParameter.Mean - exact.OrderParameter) / sampled.OrderParameter.Error);
        Below(4.27, "train mean", Worst(sampled.TrainMean, exact.TrainMean));
        Below(4.27, "test mean", Worst(sampled.TestMean, exact.Predict(test).Mean));
        Below(5.5, "⟨wv⟩", Worst(sampled.ReadoutHiddenCorrelation, exact.ReadoutHiddenCorrelation()));
        Below(5.5, "train covariance", Worst(sampled.TrainCovariance, exact.TrainCovariance()));
        Below(5.5, "test covariance", Worst(sampled.TestCovariance, exact.Covariance(test)));
        Below(5.5, "⟨Φ⟩", Worst(sampled.FeatureKernel, exact.FeatureKernel()));
        Below(5.5, "⟨Φ⟩ on test points", Worst(sampled.TestFeatureKernel, exact.FeatureKernel(test)));
        Below(5.5, "⟨vvᵀ⟩", Worst(sampled.HiddenSecondMoment, exact.HiddenSecondMoment()));
    }

    private static void Below(double threshold, string what, double score) =>
        Assert.True(score < threshold, FormattableString.Invariant($"{what}: {score:0.00} standard errors"));

    private static double Worst(Estimated<Vector<double>> sampled, Vector<double> exact) =>
        (sampled.Mean - exact).PointwiseDivide(sampled.Error).AbsoluteMaximum();

    private static double Worst(Estimated<Matrix<double>> sampled, Matrix<double> exact) => (sampled.Mean - exact).Enumerate()
        .Zip(sampled.Error.Enumerate(), (difference, error) => Math.Abs(difference) / error).Max();
}
