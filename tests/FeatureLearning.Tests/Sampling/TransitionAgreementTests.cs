using FeatureLearning.Networks;
using FeatureLearning.Sampling;

namespace FeatureLearning.Tests.Sampling;

/// <summary>All exact samplers of one posterior give one answer, on managed and native linear algebra, in the P×P and the N×N form.</summary>
/// <remarks>Differences of two runs, in units of their combined errors, over some 40 scalars; 4.27 each, a false alarm below 2·10⁻³ for new seeds, which are fixed.</remarks>
public class TransitionAgreementTests
{
    public static TheoryData<Activation, int, int, int> Cases => new()
    {
        { Activation.Erf, 6, 3, 4 }, { Activation.Erf, 3, 5, 7 }, { Activation.Relu, 6, 3, 4 }, { Activation.Relu, 3, 5, 4 }, { Activation.Tanh, 6, 3, 4 }, { Activation.Linear, 3, 5, 4 },
    };

    [Theory]
    [OnManaged]
    [OnNative]
    public void Hmc_and_Mala_agree(Backend backend, Activation activation, int n, int d, int p)
    {
        var draws = new Draws(31);
        var problem = new SamplingProblem(Network.FromVariances(n, d, activation, 1.5, 1.2, 1, 0.2), draws.Data(p, d), draws.Data(2, d));
        SampledPosterior Run(Sampler sampler, int thinning, uint seed) => SamplerRun.Run(problem, sampler, new RunSettings
        {
            Warmup = 1500, Draws = 4000, Thinning = thinning, Batches = 100, Seed = seed, Threads = 2, Algebra = backend.Algebra(),
        });
        SampledPosterior hmc = Run(new Hmc(), 1, 1), mala = Run(new Mala(), 12, 2);
        Assert.InRange(mala.Acceptance, 0.4, 0.75);
        foreach (var scalar in Enum.GetValues<SampledScalar>())
        {
            Assert.InRange(Worst(One(hmc.Scalar(scalar)), One(mala.Scalar(scalar))), 0, 4.27);
        }

        Assert.InRange(Worst(hmc.TrainMean, mala.TrainMean), 0, 4.27);
        Assert.InRange(Worst(hmc.TestMean, mala.TestMean), 0, 4.27);
        Assert.InRange(Worst(hmc.ReadoutHiddenCorrelation, mala.ReadoutHiddenCorrelation), 0, 4.27);
        Assert.InRange(Worst(Diagonal(hmc.HiddenSecondMoment), Diagonal(mala.HiddenSecondMoment)), 0, 4.27);
        Assert.InRange(Worst(Diagonal(hmc.TestCovariance), Diagonal(mala.TestCovariance)), 0, 4.27);
        Assert.InRange(Worst(Diagonal(hmc.TestFeatureKernel), Diagonal(mala.TestFeatureKernel)), 0, 4.27);
    }

    private static Estimated<Vector<double>> One(Estimated<double> value) =>
        new(Vector<double>.Build.Dense(1, value.Mean), Vector<double>.Build.Dense(1, value.Error));

    private static Estimated<Vector<double>> Diagonal(Estimated<Matrix<double>> value) => new(value.Mean.Diagonal(), value.Error.Diagonal());

    private static double Worst(Estimated<Vector<double>> a, Estimated<Vector<double>> b) =>
        (a.Mean - b.Mean).PointwiseDivide((a.Error.PointwisePower(2) + b.Error.PointwisePower(2)).PointwiseSqrt()).AbsoluteMaximum();
}
