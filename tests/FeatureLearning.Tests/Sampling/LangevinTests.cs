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
        { Activation.Linear, 150, 40, 30 }, { Activation.Erf, 150, 40, 30 }, { Activation.Relu, 150, 30, 40 },
    };

    [Theory]
    [OnManaged]
    [OnNative]
    public void A_step_is_the_gradient_and_the_noise(Backend backend, Activation activation, int n, int d, int p)
    {
        Near.Relative(Expected<double>(backend, activation, n, d, p, out var state), state, 1e-11, "θ", 1);
        Near.Relative(Expected<float>(backend, activation, n, d, p, out state), state, 3e-6, "θ in single precision", 1);
    }

    [Theory]
    [InlineData(Activation.Linear)]
    [InlineData(Activation.Erf)]
    [InlineData(Activation.Relu)]
    public void Single_precision_follows_the_equation_in_double_precision_on_its_own_draws(Activation activation)
    {
        const double Step = 0.003;
        var routines = DenseRoutines.Of(LinearAlgebra.Managed);
        var problem = new SamplingProblem(Network.FromVariances(70, 9, activation, 1.7, 1.3, 2, 0.1), new Draws(5).Data(30, 9));
        var context = new ChainContext(problem, routines, 3, 2);
        var single = new Langevin(Step) { Precision = Precision.Binary32 }.Create(context);
        single.Start();
        double[] exact = [.. single.State], gradient = new double[exact.Length];
        var likelihood = new JointLikelihood(problem, routines);
        for (ulong step = 0; step < 200; step++)
        {
            likelihood.Evaluate(exact, gradient);
            Move<float>(context, exact, gradient, step, Step, Step);
            single.Step(step, adapt: false);
        }

        // 200 steps of rounding: the drift contracts, so that errors of 10⁻⁷ a step do not pile up beyond some 10⁻⁵.
        Near.Relative(Vector<double>.Build.Dense(exact), Vector<double>.Build.Dense([.. single.State]), 2e-5, "θ", 1);
        Assert.NotEqual(exact, single.State);
    }

    [Theory]
    [InlineData(Precision.Binary64, Activation.Linear)]
    [InlineData(Precision.Binary64, Activation.Erf)]
    [InlineData(Precision.Binary32, Activation.Linear)]
    [InlineData(Precision.Binary32, Activation.Erf)]
    [InlineData(Precision.Binary32, Activation.Relu)]
    public void Threads_inside_a_chain_do_not_change_its_draws(Precision precision, Activation activation)
    {
        // Nine blocks in double precision, five in single, the last of both neither full nor a full panel.
        var problem = new SamplingProblem(Network.FromVariances(523, 6, activation, 1.5, 1, 1, 0.1), new Draws(6).Data(17, 6));
        var settings = new RunSettings { Chains = 1, Warmup = 3, Draws = 5, Thinning = 7, Batches = 2 };
        var sampler = new Langevin(1e-3) { Precision = precision };
        var prints = new[] { 1, 2, 8 }.Select(threads => SamplerRun.Run(problem, sampler, settings with { Threads = threads }).Fingerprint);
        Assert.Single(prints.Distinct());
    }

    [Fact]
    public void Single_precision_on_a_linear_network_agrees_with_the_exact_posterior_after_extrapolation()
    {
        var exact = ExactLinear.Solve(Small.Network, Small.Data);
        SampledPosterior coarse = Run(0.01, 3, Precision.Binary32), fine = Run(0.005, 4, Precision.Binary32);
        Assert.InRange(Score(StepExtrapolation.Of(coarse.OrderParameter, fine.OrderParameter), exact.OrderParameter), -Bound, Bound);
        Assert.True(Math.Abs(Score(coarse.OrderParameter, exact.OrderParameter)) > Bound);
        var means = StepExtrapolation.Of(coarse.TrainMean, fine.TrainMean);
        Assert.True((means.Mean - exact.TrainMean).PointwiseDivide(means.Error).AbsoluteMaximum() < Bound);
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

    private static SampledPosterior Run(double step, uint seed, Precision precision = Precision.Binary64) => SamplerRun.Run(
        Small, new Langevin(step) { Precision = precision },
        new RunSettings { Warmup = 1000, Draws = 60000, Thinning = 10, Batches = 100, Seed = seed, Threads = 2 });

    private static double Score(Estimated<double> sampled, double exact) => (sampled.Mean - exact) / sampled.Error;

    // One step from the formula, with the gradient of JointLikelihood, beside the transition's own.
    private static Vector<double> Expected<T>(Backend backend, Activation activation, int n, int d, int p, out Vector<double> state)
        where T : unmanaged
    {
        const double HiddenStep = 0.013, ReadoutStep = 0.007;
        var routines = DenseRoutines.Of(backend.Algebra());
        var problem = new SamplingProblem(Network.FromVariances(n, d, activation, 1.7, 1.3, 2, 0.1), new Draws(n + p).Data(p, d));
        var context = new ChainContext(problem, routines, 3, 2);
        var transition = new LangevinTransition<T>(context, HiddenStep, ReadoutStep);
        transition.Start();
        double[] expected = [.. transition.State], gradient = new double[expected.Length];
        new JointLikelihood(problem, routines).Evaluate(expected, gradient);
        transition.Step(17, adapt: false);
        Move<T>(context, expected, gradient, 17, HiddenStep, ReadoutStep);
        state = Vector<double>.Build.Dense([.. transition.State]);
        return Vector<double>.Build.Dense(expected);
    }

    // θ ← (1 − h)θ + h ∂ log p(y|θ) + √(2h) ξ.
    private static void Move<T>(ChainContext context, double[] theta, double[] gradient, ulong step, double hiddenStep, double readoutStep)
    {
        var (rank, first) = (context.Problem.Space.Rank, context.Problem.HiddenCount);
        var groups = (context.Problem.Network.Width + 31) / 32;
        var hidden = Noise<T>(context.Stream(RandomPurpose.HiddenNoise, step), groups * rank * 32);
        var readout = Noise<T>(context.Stream(RandomPurpose.ReadoutNoise, step), groups * 32);
        for (var i = 0; i < theta.Length; i++)
        {
            var (neuron, row) = (i / rank, i % rank);
            var h = i < first ? hiddenStep : readoutStep;
            var noise = i < first ? hidden[(((neuron / 32 * rank) + row) * 32) + (neuron % 32)] : readout[i - first];
            theta[i] += (h * (gradient[i] - theta[i])) + (Math.Sqrt(2 * h) * noise);
        }
    }

    private static double[] Noise<T>(RandomStream stream, int count)
    {
        var (numbers, single) = (new double[count], new float[count]);
        if (typeof(T) == typeof(double))
        {
            stream.Normals(numbers);
            return numbers;
        }

        stream.Normals(single);
        return Array.ConvertAll(single, z => (double)z);
    }
}
