using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Observables;
using FeatureLearning.Sampling;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Sampling.Training;

/// <summary>Ensembles of networks along training: where they start, where they end, their errors, and that nothing depends on threads.</summary>
/// <remarks>
/// Statistical statements: 4.5 jackknife errors of 400 networks, a false alarm of 10⁻⁵ a scalar for new seeds; seeds are fixed. Twins: the wrong rule,
/// and the prior, are rejected by the same bound. Gradient descent step by step is held against automatic differentiation in
/// <see cref="Reproduce.TrainingFigureTests"/>.
/// </remarks>
public class TrainingPathTests
{
    private const double Bound = 4.5;
    private static readonly SamplingProblem Small = new(Network.FromVariances(6, 4, Activation.Erf, 1.5, 1.2, 1, 0.3), new Draws(3).Data(5, 4), new Draws(4).Data(3, 4));

    public static TheoryData<TrainingDynamics> Rules => [TrainingDynamics.GradientDescent, TrainingDynamics.Langevin];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Threads_do_not_change_a_number(TrainingDynamics rule)
    {
        var paths = new[] { 1, 3 }.Select(threads => TrainingPath.Run(Small, Settings(rule, 0.05, 0, 1, 2) with { Networks = 7, Threads = threads })).ToArray();
        Assert.Equal([0, 1, 2], paths[0].Times);
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(paths[0].Mean(time).FeatureKernel, paths[1].Mean(time).FeatureKernel);
            Assert.Equal(paths[0].At(time, m => m.TestLoss), paths[1].At(time, m => m.TestLoss));
        }

        var other = TrainingPath.Run(Small, Settings(rule, 0.05, 0, 1, 2) with { Networks = 7, Seed = 2 });
        Assert.NotEqual(paths[0].Mean(2).TrainLoss, other.Mean(2).TrainLoss);
    }

    [Theory]
    [InlineData(Activation.Linear)]
    [InlineData(Activation.Erf)]
    [InlineData(Activation.Relu)]
    public void It_starts_at_the_prior_for_both_rules_from_the_same_networks(Activation activation)
    {
        var problem = new SamplingProblem(Network.FromVariances(30, 4, activation, 1.5, 1.2, 2, 0.3), Small.Data);
        var (network, data) = (problem.Network, problem.Data);
        var descent = TrainingPath.Run(problem, Settings(TrainingDynamics.GradientDescent, 0.05, 0) with { Networks = 400 });
        var langevin = TrainingPath.Run(problem, Settings(TrainingDynamics.Langevin, 0.05, 0) with { Networks = 400 });
        Assert.Equal(descent.Mean(0).FeatureKernel, langevin.Mean(0).FeatureKernel);
        var prior = TrainingKernel.On(network, data).Features;
        for (var i = 0; i < data.Count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                Within(prior[i, j], descent.At(0, m => m.FeatureKernel[i, j]));
            }
        }

        Within(1, descent.At(0, m => m.OrderParameter));
        Within((data.Targets.DotProduct(data.Targets) + (network.KernelScale * prior.Trace())) / data.Count, descent.At(0, m => m.TrainLoss));
    }

    [Fact]
    public void Gradient_descent_lowers_the_loss_of_every_network_until_it_fits()
    {
        var wide = new SamplingProblem(Network.FromVariances(60, 4, Activation.Erf, 1.5, 1.2, 1, 0.3), Small.Data);
        var path = TrainingPath.Run(wide, Settings(TrainingDynamics.GradientDescent, 0.05, 0, 0.05, 0.5, 2, 10, 200) with { Networks = 20 });
        for (var time = 1; time < path.Times.Count; time++)
        {
            Assert.All(path.Networks(time).Zip(path.Networks(time - 1)), pair => Assert.True(pair.First.TrainLoss < pair.Second.TrainLoss));
        }

        Assert.InRange(path.Mean(5).TrainLoss / path.Mean(0).TrainLoss, 0, 0.01);
    }

    /// <summary>
    /// f = wvx on one point: the flow conserves c = u² − z² (whitened u, z) and ends where uz = y/s, s = √(λ g_v) x, hence z⁴ + cz² = (y/s)². Steps of size
    /// η leave it by O(η), which the ratio of two rates shows.
    /// </summary>
    [Fact]
    public void One_neuron_on_one_point_ends_where_the_conserved_quantity_says()
    {
        var network = Network.FromVariances(1, 1, Activation.Linear, 1.5, 0.8, 1, 0.2);
        var data = new DataSet(Matrix<double>.Build.Dense(1, 1, 1.3), Vector<double>.Build.Dense(1, 0.9));
        double scale = network.HiddenPriorVariance * 1.3 * 1.3, target = Math.Pow(0.9, 2) / (network.ReadoutPriorVariance * scale);
        double Error(double rate) => Worst(TrainingPath.Run(
            new SamplingProblem(network, data), Settings(TrainingDynamics.GradientDescent, rate, 0, 60) with { Networks = 20 }));
        double Worst(TrainingPath path) => path.Networks(0).Zip(path.Networks(1)).Max(pair =>
        {
            double z = pair.First.FeatureKernel[0, 0] / scale, c = pair.First.OrderParameter - z;
            var end = (-c + Math.Sqrt((c * c) + (4 * target))) / 2;
            return Math.Abs((pair.Second.FeatureKernel[0, 0] / scale) - end) + Math.Abs(pair.Second.OrderParameter - (end + c));
        });
        double coarse = Error(0.01), fine = Error(0.005);
        Assert.InRange(coarse, 1e-5, 0.05);
        Assert.InRange(coarse / fine, 1.9, 2.1);
    }

    [Fact]
    public void The_noisy_path_is_the_sampler_of_that_name()
    {
        var path = TrainingPath.Run(Small, Settings(TrainingDynamics.Langevin, 0.1, 4) with { Networks = 3, Seed = 5 });
        for (uint chain = 0; chain < 3; chain++)
        {
            var run = new Langevin(0.1 * Small.Network.Noise).Create(new ChainContext(Small, DenseRoutines.Of(LinearAlgebra.Best), 5, chain));
            run.Start();
            for (ulong step = 0; step < 40; step++)
            {
                run.Step(step, adapt: false);
            }

            var readout = run.State[^Small.Network.Width..];
            Near.Relative(readout.Sum(u => u * u) / Small.Network.Width, path.Networks(0)[(int)chain].OrderParameter, 1e-12);
        }
    }

    [Fact]
    public void The_noisy_path_settles_at_the_posterior_and_gradient_descent_does_not()
    {
        var problem = new SamplingProblem(Network.FromVariances(4, 3, Activation.Linear, 1.5, 1.2, 1, 0.3), new Draws(21).Data(5, 3));
        var exact = ExactLinear.Solve(problem.Network, problem.Data);
        double loss = Loss.Of(exact, problem.Data).Total, strength = Alignment.Strength(exact.FeatureKernel(), problem.Data.Targets);
        TrainingPath Path(TrainingDynamics rule, double rate) => TrainingPath.Run(problem, Settings(rule, rate, 0, 30) with { Networks = 400 });
        TrainingPath coarse = Path(TrainingDynamics.Langevin, 0.04), fine = Path(TrainingDynamics.Langevin, 0.02), descent = Path(TrainingDynamics.GradientDescent, 0.04);
        foreach (var (expected, answer) in new (double, Func<TrainingMoment, double>)[]
        {
            (exact.OrderParameter, m => m.OrderParameter), (loss, m => m.TrainLoss),
            (strength, m => Alignment.Strength(m.FeatureKernel, problem.Data.Targets)),
        })
        {
            Within(expected, StepExtrapolation.Of(coarse.At(1, answer), fine.At(1, answer)));
        }

        Assert.True(Score(loss, descent.At(1, m => m.TrainLoss)) > Bound);
        Assert.True(Score(loss, fine.At(0, m => m.TrainLoss)) > Bound);
    }

    [Fact]
    public void Errors_are_those_of_the_mean_and_know_that_networks_are_the_same()
    {
        var path = TrainingPath.Run(Small, Settings(TrainingDynamics.GradientDescent, 0.05, 0, 0.5) with { Networks = 30 });
        var loss = SampleMean.Of(path.Networks(1).Select(network => network.TrainLoss));
        var change = SampleMean.Of(path.Networks(1).Zip(path.Networks(0), (b, a) => b.FeatureKernel[0, 1] - a.FeatureKernel[0, 1]));
        var (found, paired) = (path.At(1, m => m.TrainLoss), path.Change(0, 1, m => m.FeatureKernel[0, 1]));
        Near.Relative(loss.Mean, found.Mean, 1e-12);
        Near.Relative(loss.StandardError, found.Error, 1e-10);
        Near.Relative(change.Mean, paired.Mean, 1e-10);
        Near.Relative(change.StandardError, paired.Error, 1e-10);
        // A ratio: its jackknife error is the delta method's to O(1/R).
        double[] a = [.. path.Networks(1).Select(n => n.FeatureKernel[0, 0])], b = [.. path.Networks(1).Select(n => n.FeatureKernel[1, 1])];
        var ratio = a.Average() / b.Average();
        var delta = SampleMean.Of(a.Zip(b, (x, y) => (x - (ratio * y)) / b.Average()));
        Near.Relative(delta.StandardError, path.At(1, m => m.FeatureKernel[0, 0] / m.FeatureKernel[1, 1]).Error, 0.1);
    }

    [Fact]
    public void One_network_has_no_error()
    {
        var path = TrainingPath.Run(Small, Settings(TrainingDynamics.GradientDescent, 0.05, 1) with { Networks = 1 });
        Assert.True(double.IsNaN(path.At(0, m => m.TrainLoss).Error));
        Assert.True(double.IsFinite(path.At(0, m => m.TrainLoss).Mean));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Too_large_a_rate_is_a_status_and_no_number(TrainingDynamics rule)
    {
        var path = TrainingPath.Run(Small, Settings(rule, 50, 0, 50000) with { Networks = 3 });
        Assert.Equal(SamplingStatus.Diverged, path.Status);
        Assert.Contains("50", Assert.Throws<InvalidOperationException>(() => path.Mean(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_settings_are_named()
    {
        Assert.Throws<ArgumentException>("Rate", () => Settings(TrainingDynamics.Langevin, 0, 1));
        Assert.Throws<ArgumentException>("Rate", () => Settings(TrainingDynamics.Langevin, double.NaN, 1));
        Assert.Throws<ArgumentException>(() => Settings(TrainingDynamics.Langevin, 1));
        Assert.Throws<ArgumentException>(() => Settings(TrainingDynamics.Langevin, 1, 2, 1));
        Assert.Throws<ArgumentException>(() => Settings(TrainingDynamics.Langevin, 1, -1));
        Assert.Throws<ArgumentException>("Dynamics", () => Settings((TrainingDynamics)7, 1, 1));
        Assert.Throws<ArgumentException>(() => Settings(TrainingDynamics.Langevin, 1, 1) with { Networks = 0 });
        var path = TrainingPath.Run(Small, Settings(TrainingDynamics.Langevin, 0.1, 0, 1) with { Networks = 2 });
        Assert.Throws<ArgumentOutOfRangeException>("time", () => path.Mean(2));
        Assert.Throws<OperationCanceledException>(() => TrainingPath.Run(Small, Settings(TrainingDynamics.Langevin, 0.1, 1), null, new CancellationToken(true)));
    }

    private static TrainingSettings Settings(TrainingDynamics rule, double rate, params double[] times) => new(rule, rate, times);

    private static double Score(double expected, Estimated<double> found) => Math.Abs(found.Mean - expected) / found.Error;

    private static void Within(double expected, Estimated<double> found) =>
        Assert.True(Score(expected, found) < Bound, FormattableString.Invariant($"expected {expected}, found {found.Mean} ± {found.Error}"));
}
