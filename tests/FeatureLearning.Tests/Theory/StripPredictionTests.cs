using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>
/// Many points are predicted strip by strip with a Cholesky factor, a few by a rotation into another basis: two algorithms for the same numbers. The cases have each term that
/// a prediction can have: a rescaled kernel alone, a direction beside it (tree level), features with a mean (relu), and a kernel with an element-wise form only (tanh).
/// </summary>
public class StripPredictionTests
{
    [Theory]
    [InlineData(Activation.Erf, TheoryKind.Proportional)]
    [InlineData(Activation.Erf, TheoryKind.Nngp)]
    [InlineData(Activation.Relu, TheoryKind.Proportional)]
    [InlineData(Activation.Tanh, TheoryKind.Proportional)]
    [InlineData(Activation.Linear, TheoryKind.TreeLevel)]
    public void Many_points_are_predicted_as_each_alone(Activation activation, TheoryKind theory)
    {
        const int Points = 61, Dimension = 70; // no null space, so that linear networks do not work in their eigenbasis
        var draws = new Draws(3);
        var data = new DataSet(draws.Matrix(Points, Dimension), draws.Vector(Points));
        var network = Network.FromPrecisions(40, Dimension, activation, 1, 1, 0.05);
        var kernel = TrainingKernel.On(network, data);
        var posterior = theory switch
        {
            TheoryKind.TreeLevel => TreeLevel.Solve(network, kernel),
            TheoryKind.Nngp => Nngp.Solve(network, kernel),
            _ => ProportionalLimit.Solve(network, kernel),
        };
        foreach (var count in (int[])[15, 16, 17, 100])
        {
            var inputs = draws.Matrix(count, Dimension);
            inputs.SetRow(count - 1, data.Inputs.Row(5)); // a training point among them
            var together = posterior.Predict(inputs);
            var alone = inputs.EnumerateRows().Select(row => posterior.Predict(row.ToRowMatrix())).ToList();
            Near.Relative(Vector<double>.Build.DenseOfEnumerable(alone.Select(one => one.Mean[0])), together.Mean, 1e-11, "mean");
            Near.Relative(Vector<double>.Build.DenseOfEnumerable(alone.Select(one => one.Variance[0])), together.Variance, 1e-10, "variance");
            Near.Relative(posterior.Covariance(inputs).Diagonal(), together.Variance, 1e-10, "diagonal of the covariance");
        }
    }
}
