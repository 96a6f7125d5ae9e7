using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Sampling;

/// <summary>Unadjusted Langevin: each step is the formula's, its bias has the size that is documented, and extrapolation takes it away.</summary>
/// <remarks>
/// Statistical statements: 4.27 standard errors of 400 batches, false alarm 2.4·10⁻⁵ a scalar and below 10⁻³ in all for new seeds; seeds are fixed. Twins:
/// the law without bias, and the run that is not extrapolated, are rejected by the same bounds.
/// </remarks>
public class LangevinTests
{
    private const double Bound = 4.27;
    private static readonly SamplingProblem Small = new(Network.FromVariances(4, 3, Activation.Linear, 1.5, 1.2, 1, 0.3), new Draws(21).Data(5, 3));

    public static TheoryData<Activation, int, int, int> Cases => new()
    {
        { Activation.Linear, 7, 5, 4 }, { Activation.Erf, 7, 5, 4 }, { Activation.Relu, 7, 5, 4 }, { Activation.Tanh, 7, 5, 4 },
        { Activation.Linear, 3, 4, 9 }, { Activation.Erf, 3, 4, 9 }, { Activation.Erf, 1, 1, 1 },
    };

    [Theory]
    [OnManaged]
    [OnNative]
    public void A_step_is_the_gradient_and_the_noise(Backend backend, Activation activation, int n, int d, int p)
    {
        const double HiddenStep = 0.013, ReadoutStep = 0.007;
        var routines = DenseRoutines.Of(backend.Algebra());
        var problem = new SamplingProblem(Network.FromVariances(n, d, activation, 1.7, 1.3, 2, 0.1), new Draws(n + p).Data(p, d));
        var context = new ChainContext(problem, routines, 3, 2);
        var transition = new LangevinTransition(context, HiddenStep, ReadoutStep);
        transition.Start();
        double[] before = [.. transition.State], gradient = new double[before.Length], noise = new double[before.Length];
        new JointLikelihood(problem, routines).Evaluate(before, gradient);
        transition.Step(17, adapt: false);
        context.Stream(RandomPurpose.HiddenNoise, 17).Normals(noise.AsSpan(0, problem.HiddenCount));
        context.Stream(RandomPurpose.ReadoutNoise, 17).Normals(noise.AsSpan(problem.HiddenCount));
        for (var i = 0; i < before.Length; i++)
        {
            var h = i < problem.HiddenCount ? HiddenStep : ReadoutStep;
            Near.Relative(before[i] + (h * (gradient[i] - before[i])) + (Math.Sqrt(2 * h) * noise[i]), transition.State[i], 1e-11, "θ", 1);
        }
    }

    [Fact]
    public void Without_data_the_variances_are_those_of_the_discretised_equation_layer_by_layer()
    {
        const double HiddenStep = 0.6, ReadoutStep = 0.4;
        var network = Network.FromVariances(20, 3, Activation.Linear, 1.5, 1, 1, 1e12);
        var problem = new SamplingProblem(network, new Draws(22).Data(5, 3));
        var sampled = SamplerRun.Run(problem, new Langevin(HiddenStep, ReadoutStep), new RunSettings { Warmup = 100, Draws = 10000, Batches = 100, Threads = 2 });
        Assert.InRange(Score(sampled.OrderParameter, 1 / (1 - (ReadoutStep / 2))), -Bound, Bound);
        Assert.True(Score(sampled.OrderParameter, 1) > Bound);
        for (var i = 0; i < 3; i++)
        {
            var variance = new Estimated<double>(sampled.HiddenSecondMoment.Mean[i, i], sampled.HiddenSecondMoment.Error[i, i]);
            Assert.InRange(Score(variance, network.HiddenPriorVariance / (1 - (HiddenStep / 2))), -Bound, Bound);
            Assert.True(Score(variance, network.HiddenPriorVariance) > Bound);
        }
    }

    [Fact]
    public void The_bias_is_seen_halves_with_the_step_and_is_gone_after_extrapolation()
    {
        const double Step = 0.01;
        var exact = ExactLinear.Solve(Small.Network, Small.Data);
        SampledPosterior coarse = Run(Step, 1), fine = Run(Step / 2, 2);
        var order = StepExtrapolation.Of(coarse.OrderParameter, fine.OrderParameter);
        Assert.InRange(Score(order, exact.OrderParameter), -Bound, Bound);
        Assert.True(Math.Abs(Score(coarse.OrderParameter, exact.OrderParameter)) > Bound);
        var (biased, half) = (coarse.OrderParameter.Mean - exact.OrderParameter, fine.OrderParameter.Mean - exact.OrderParameter);
        Assert.InRange(biased / half, 1.4, 2.9);
        var means = StepExtrapolation.Of(coarse.TrainMean, fine.TrainMean);
        Assert.True((means.Mean - exact.TrainMean).PointwiseDivide(means.Error).AbsoluteMaximum() < Bound);
    }

    private static SampledPosterior Run(double step, uint seed) => SamplerRun.Run(
        Small, new Langevin(step), new RunSettings { Warmup = 1000, Draws = 60000, Thinning = 10, Batches = 100, Seed = seed, Threads = 2 });

    private static double Score(Estimated<double> sampled, double exact) => (sampled.Mean - exact) / sampled.Error;
}
