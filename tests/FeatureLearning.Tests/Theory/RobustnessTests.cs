using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>Extreme noise, repeated points, and threads.</summary>
public class RobustnessTests
{
    public static TheoryData<TheoryKind, Activation> WithActivations => Theories.WithActivations;

    public static TheoryData<TheoryKind, Activation> Cases => Theories.WithActivations;

    /// <summary>Small noise on a kernel of deficient rank: a status, or the limit κ → 0.</summary>
    [Theory]
    [OnManaged]
    [OnNative]
    public void With_little_noise_there_is_a_status_or_the_noiseless_limit(Backend backend, TheoryKind theory, Activation activation)
    {
        foreach (var kappa in new[] { 1e-8, 1e-10, 1e-12 })
        {
            IsLimitOrStatus(backend, theory, activation, kappa);
        }
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void With_noise_below_rounding_there_is_a_status_or_the_noiseless_limit(Backend backend, TheoryKind theory, Activation activation)
    {
        foreach (var kappa in new[] { 1e-14, 1e-16, 1e-18, 1e-30, 1e-200, 1e-300 })
        {
            IsLimitOrStatus(backend, theory, activation, kappa);
        }
    }

    // Repeated points with the same targets, far fewer than dimensions: the mean interpolates, and everything has a limit.
    private static void IsLimitOrStatus(Backend backend, TheoryKind theory, Activation activation, double kappa)
    {
        var draws = new Draws(71);
        Matrix<double> x = draws.Matrix(8, 20), there = draws.Matrix(5, 20);
        var y = draws.Vector(8);
        var data = new DataSet(x.Stack(x), Vector<double>.Build.Dense([.. y, .. y]));
        var network = Network.FromVariances(60, 20, activation, 1, 1, 1, 1e-6);
        var kernel = TrainingKernel.On(network, data, backend.Algebra());
        Posterior limit = Theories.Solve(theory, network, kernel), posterior = Theories.Solve(theory, network.WithNoise(kappa), kernel);
        Assert.Equal(SolverStatus.Converged, limit.Status);
        if (posterior.Status != SolverStatus.Converged)
        {
            Assert.NotEmpty(posterior.Message);
            Assert.Throws<InvalidOperationException>(() => posterior.TrainMean);
            return;
        }

        var what = FormattableString.Invariant($"κ = {kappa}: ");
        Near.Relative(limit.OrderParameter, posterior.OrderParameter, 3e-5, what + "Q");
        Near.Relative(data.Targets, posterior.TrainMean, 10 * kappa + 1e-13, what + "train mean");
        Near.Relative(limit.Predict(there).Mean, posterior.Predict(there).Mean, 3e-5, what + "test mean");
        Near.Relative(limit.Predict(there).Variance, posterior.Predict(there).Variance, 3e-5, what + "test variance");
        Assert.All(posterior.Predict(x).Variance, v => Assert.True(v > -1e-13));
    }

    [Theory]
    [MemberData(nameof(WithActivations))]
    public void With_noise_above_everything_the_posterior_is_the_prior(TheoryKind theory, Activation activation)
    {
        var draws = new Draws(72);
        var data = draws.Data(10, 6);
        foreach (var width in new[] { 5, 500, 50_000 })
        {
            var network = Network.FromVariances(width, 6, activation, 1, 1, 1, 1e8);
            var posterior = Theories.Solve(theory, network, data);
            Near.Relative(posterior.Kernel.Features, posterior.FeatureKernel(), 1e-6, "⟨Φ⟩");
            Near.Relative(1, posterior.ReadoutSecondMoment / network.ReadoutPriorVariance, 1e-6, "⟨w²⟩/λ");
            Near.Relative(data.Targets, posterior.Discrepancy, 1e-6, "Δ");
            Near.Relative(network.KernelScale * posterior.Kernel.Features, posterior.TrainCovariance(), 1e-6, "Cov f");
        }
    }

    [Theory]
    [MemberData(nameof(WithActivations))]
    public void Zero_targets_give_zero_means(TheoryKind theory, Activation activation)
    {
        var data = new DataSet(new Draws(73).Matrix(6, 5), Vector<double>.Build.Dense(6));
        var network = Network.FromVariances(30, 5, activation, 1, 1, 1, 0.1);
        var posterior = Theories.Solve(theory, network, data);
        Assert.Equal(SolverStatus.Converged, posterior.Status);
        Assert.Equal(0, posterior.TrainMean.L2Norm());
        Assert.True(posterior.OrderParameter is > 0 and <= 1);
    }

    [Theory]
    [MemberData(nameof(WithActivations))]
    public void Zero_inputs_are_not_learned_and_break_nothing(TheoryKind theory, Activation activation)
    {
        var draws = new Draws(74);
        var data = new DataSet(Matrix<double>.Build.Dense(3, 5), draws.Vector(3));
        var network = Network.FromVariances(30, 5, activation, 1, 1, 1, 0.1);
        var posterior = Theories.Solve(theory, network, data);
        Assert.Equal(SolverStatus.Converged, posterior.Status);
        Near.Relative(data.Targets, posterior.Discrepancy, 1e-12, "Δ");
        Assert.Equal(0, posterior.Predict(draws.Matrix(4, 5)).Mean.L2Norm());
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Two_threads_on_one_kernel_get_what_one_gets(Backend backend, TheoryKind theory, Activation activation)
    {
        var draws = new Draws(75);
        var (data, there) = (draws.Data(30, 12), draws.Matrix(6, 12));
        var network = Network.FromVariances(60, 12, activation, 1, 1, 2, 0.05);
        var expected = Theories.Answers(
            Theories.Solve(theory, network, TrainingKernel.On(network, data, backend.Algebra())), there).ToArray();
        var shared = TrainingKernel.On(network, data, backend.Algebra());
        using var start = new Barrier(2);
        var results = new (string Name, Matrix<double> Value)[2][];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(t => new Thread(() =>
        {
            start.SignalAndWait();
            results[t] = [.. Theories.Answers(Theories.Solve(theory, network, shared), there)];
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        foreach (var answers in results)
        {
            Assert.All(expected.Zip(answers), pair => Near.Relative(pair.First.Value, pair.Second.Value, 1e-13, pair.First.Name));
        }
    }
}
