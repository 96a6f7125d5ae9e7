using FeatureLearning.Sampling;
using FeatureLearning.Sampling.Diagnostics;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;
using Xunit.Abstractions;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// data/linear.json: sampled means, covariances, kernels and weights of Gibbs and HMC against the exact posterior, on many seeds.
/// </summary>
/// <remarks>
/// <para>
/// A case has up to 81 means (⟨q⟩, train, test) and up to 9300 scalars in all: covariances, ⟨Φ⟩ on train and test points, ⟨vvᵀ⟩, ⟨wv⟩,
/// symmetric entries once. The issue asks for 4.27 standard errors, a chance of 2·10⁻⁵ each for a normal score: right for one scalar, and
/// for 16 000 means on 20 seeds an alarm in every third run. So the limit is <see cref="Bonferroni"/>'s, by Student's t with the degrees
/// of freedom of 200 batches: a family-wise false alarm of 10⁻³ over all scalars of all cases, samplers and seeds of the tier. How many
/// means were beyond 4.27 is printed beside how many chance would put there.
/// </para>
/// <para>
/// The seeds together must agree too: mean score times √20 within the same limit, which sees a bias a fifth the size. At least 4000
/// effective draws of |w|² and of the train discrepancy in each run. Gibbs is thinned by its correlation time of |w|², which data of
/// little noise pin to |V|²; batches must be long against it. Twin: the exact posterior of a network with 10 % more noise is rejected.
/// </para>
/// </remarks>
public class LinearPosteriorTests(ITestOutputHelper output)
{
    private const int Seeds = 20, Batches = 50, Chains = 4;
    private const double FalseAlarm = 1e-3, Asked = 4.27;
    private static readonly int[] Thinning = [2, 12, 2, 5, 6];
    private static readonly ReferenceCase[] All = [.. JsonTable.Read("data/linear.json").Select(ReferenceCase.Of)];

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
    [MemberData(nameof(Everything))]
    public void Sampled_and_exact_posterior_agree(string sampler, int index)
    {
        var sampled = Run(sampler, index, 600, 1);
        Assert.True(Effective(sampled) >= 1000);
        var scores = Scores(sampled, Exact(index), All[index].TestInputs).ToArray();
        Below(Bonferroni.Limit(FalseAlarm, Everything.Count * scores.Length, Chains * Batches), scores);
    }

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(Everything))]
    public void Sampled_and_exact_posterior_agree_on_twenty_fresh_seeds(string sampler, int index)
    {
        var exact = Exact(index);
        (string What, double Score)[] sum = [];
        int beyond = 0, means = 0;
        double limit = 0, least = double.PositiveInfinity, worst = 0;
        foreach (var seed in Enumerable.Range(101, Seeds))
        {
            var sampled = Run(sampler, index, 2400, (uint)seed);
            least = Math.Min(least, Effective(sampled));
            var scores = Scores(sampled, exact, All[index].TestInputs).ToArray();
            limit = Bonferroni.Limit(FalseAlarm, Everything.Count * (Seeds + 1) * scores.Length, Chains * Batches);
            Below(limit, scores);
            worst = Math.Max(worst, scores.Max(s => Math.Abs(s.Score)));
            (means, beyond) = (means + scores.Count(IsMean), beyond + scores.Count(s => IsMean(s) && Math.Abs(s.Score) > Asked));
            sum = sum.Length == 0 ? scores : [.. sum.Zip(scores, (a, b) => (a.What, a.Score + b.Score))];
        }

        (string What, double Score)[] together = [.. sum.Select(s => (s.What, s.Score / Math.Sqrt(Seeds)))];
        var expected = 2 * means * MathNet.Numerics.Distributions.StudentT.CDF(0, 1, (Chains * Batches) - 1, -Asked);
        output.WriteLine(FormattableString.Invariant(
            $"{sampler} {index}: {sum.Length} scalars, limit {limit:0.00}, worst {worst:0.00}, seeds together {together.Max(s => Math.Abs(s.Score)):0.00}")
            + FormattableString.Invariant($"; of {means} means {beyond} beyond {Asked}, by chance {expected:0.00}; ESS at least {least:0}"));
        Assert.True(least >= 4000);
        Below(limit, together);
    }

    [Theory]
    [InlineData("gibbs")]
    [InlineData("hmc")]
    public void A_twin_with_ten_percent_more_noise_is_rejected(string sampler)
    {
        var twin = ExactLinear.Solve(All[0].Network.WithNoise(1.1 * All[0].Network.Noise), All[0].Data);
        var scores = Scores(Run(sampler, 0, 600, 1), twin, All[0].TestInputs).ToArray();
        var limit = Bonferroni.Limit(FalseAlarm, Everything.Count * scores.Length, Chains * Batches);
        Assert.True(scores.Where(IsMean).Max(s => Math.Abs(s.Score)) > limit);
    }

    private static Posterior Exact(int index) => ExactLinear.Solve(All[index].Network, All[index].Data);

    private static SampledPosterior Run(string sampler, int index, int draws, uint seed) => SamplerRun.Run(
        new SamplingProblem(All[index].Network, All[index].Data, All[index].TestInputs, All[index].Json.Vector("y_test")),
        sampler == "gibbs" ? new BlockedGibbs() : new Hmc(),
        new RunSettings
        {
            Chains = Chains, Warmup = 300, Draws = draws, Thinning = sampler == "hmc" ? 1 : Thinning[index], Batches = Batches,
            Seed = seed, Threads = 2,
        });

    private static double Effective(SampledPosterior sampled) => Math.Min(
        ChainDiagnostics.Of(sampled.Traces(SampledScalar.ReadoutNorm)).EssBulk,
        ChainDiagnostics.Of(sampled.Traces(SampledScalar.TrainDiscrepancy)).EssBulk);

    private static bool IsMean((string What, double Score) scalar) => scalar.What is "⟨q⟩" or "train mean" or "test mean";

    private static IEnumerable<(string What, double Score)> Scores(SampledPosterior sampled, Posterior exact, Matrix<double> test) =>
    [
        ("⟨q⟩", (sampled.OrderParameter.Mean - exact.OrderParameter) / sampled.OrderParameter.Error),
        .. Of("train mean", sampled.TrainMean, exact.TrainMean),
        .. Of("test mean", sampled.TestMean, exact.Predict(test).Mean),
        .. Of("⟨wv⟩", sampled.ReadoutHiddenCorrelation, exact.ReadoutHiddenCorrelation()),
        .. Of("train covariance", sampled.TrainCovariance, exact.TrainCovariance()),
        .. Of("test covariance", sampled.TestCovariance, exact.Covariance(test)),
        .. Of("⟨Φ⟩", sampled.FeatureKernel, exact.FeatureKernel()),
        .. Of("⟨Φ⟩ on test points", sampled.TestFeatureKernel, exact.FeatureKernel(test)),
        .. Of("⟨vvᵀ⟩", sampled.HiddenSecondMoment, exact.HiddenSecondMoment()),
    ];

    private static IEnumerable<(string What, double Score)> Of(string what, Estimated<Vector<double>> sampled, Vector<double> exact) =>
        Enumerable.Range(0, exact.Count).Select(i => (what, (sampled.Mean[i] - exact[i]) / sampled.Error[i]));

    private static IEnumerable<(string What, double Score)> Of(string what, Estimated<Matrix<double>> sampled, Matrix<double> exact) =>
        from i in Enumerable.Range(0, exact.RowCount)
        from j in Enumerable.Range(0, i + 1)
        select (what, (sampled.Mean[i, j] - exact[i, j]) / sampled.Error[i, j]);

    private static void Below(double limit, IEnumerable<(string What, double Score)> scores) =>
        Assert.All(scores, s => Assert.True(
            Math.Abs(s.Score) < limit, FormattableString.Invariant($"{s.What}: {s.Score:0.00} standard errors, limit {limit:0.00}")));
}
