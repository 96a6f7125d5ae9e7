using FeatureLearning.Networks;
using FeatureLearning.Observables;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Observables;

public class LossTests
{
    [Fact]
    public void Loss_is_squared_bias_plus_variance()
    {
        var loss = Loss.Of(new Prediction(Vector<double>.Build.Dense([1, 4]), Vector<double>.Build.Dense([0.5, 1.5])),
            Vector<double>.Build.Dense([2, 2]));
        Assert.Equal((2.5, 1, 3.5), (loss.SquaredBias, loss.Variance, loss.Total));
    }

    [Fact]
    public void The_train_loss_of_a_posterior_is_that_of_its_discrepancy_and_covariance()
    {
        var data = new Draws(1).Data(8, 5);
        var posterior = ExactLinear.Solve(Network.FromVariances(6, 5, Activation.Linear, 1, 1, 1, 0.2), data);
        var loss = Loss.Of(posterior, data);
        Near.Relative(posterior.Discrepancy.Average(d => d * d), loss.SquaredBias, 1e-12, "bias²");
        Near.Relative(posterior.TrainCovariance().Trace() / 8, loss.Variance, 1e-12, "variance");
    }

    [Fact]
    public void Lengths_that_differ_are_named()
    {
        var two = Vector<double>.Build.Dense(2);
        var error = Assert.Throws<ArgumentException>(() => Loss.Of(new Prediction(two, two), Vector<double>.Build.Dense(3)));
        Assert.Equal("targets", error.ParamName);
        Assert.Contains("3 values; 2 were expected", error.Message, StringComparison.Ordinal);
    }
}
