using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Observables;
using FeatureLearning.Tasks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>The adapted kernel against dense formulas, and its limits.</summary>
public sealed class ProportionalAdaptedTests
{
    private static readonly LearningTask Task = TeacherTask.Linear(InputDistribution.Gaussian, 20, 30, 10, seed: 1);

    [Theory]
    [InlineData(Activation.Linear)]
    [InlineData(Activation.Erf)]
    public void It_is_the_regression_with_the_posterior_feature_kernel(Activation activation)
    {
        var network = Network.FromVariances(60, 20, activation, 1, 1, 2, 0.1);
        var kernel = TrainingKernel.On(network, Task.Train);
        var saddle = ProportionalLimit.Solve(network, kernel);
        var posterior = ProportionalAdapted.Solve(network, kernel);

        var all = Task.Train.Inputs.Stack(Task.Test.Inputs);
        var adapted = network.KernelScale * saddle.OrderParameter * saddle.FeatureKernel(all);
        var train = adapted.SubMatrix(0, 30, 0, 30) + (network.Noise * Matrix<double>.Build.DenseIdentity(30));
        var (cross, among) = (adapted.SubMatrix(0, 30, 30, 10), adapted.SubMatrix(30, 10, 30, 10));
        var covariance = among - (cross.Transpose() * train.Solve(cross));
        Near.Relative(cross.Transpose() * train.Solve(Task.Train.Targets), posterior.Predict(Task.Test.Inputs).Mean, 1e-9, "mean");
        Near.Relative(covariance.Diagonal(), posterior.Predict(Task.Test.Inputs).Variance, 1e-9, "variance");
        Assert.True(Relative.Error(posterior.Covariance(Task.Test.Inputs), covariance) < 1e-9);
        Near.Relative(train.Solve(Task.Train.Targets), posterior.ScaledDiscrepancy, 1e-9, "a");
    }

    [Fact]
    public void Its_mean_is_further_from_exact_than_the_rescaled_kernels_as_the_direction_counts_twice()
    {
        var network = Network.FromVariances(100, 20, Activation.Linear, 1, 1, 100, 0.001);
        var kernel = TrainingKernel.On(network, Task.Train);
        var exact = ExactLinear.Solve(network, kernel);
        double Error(Posterior theory) => Relative.Error(theory.Discrepancy, exact.Discrepancy);
        Assert.True(Error(ProportionalAdapted.Solve(network, kernel)) > 10 * Error(ProportionalLimit.Solve(network, kernel)));
    }
}
