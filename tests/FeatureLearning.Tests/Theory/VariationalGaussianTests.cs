using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>The variational Gaussian: its gradient, its linear and wide limits, and its status.</summary>
public class VariationalGaussianTests
{
    private static readonly DataSet Wide = new Draws(71).Data(7, 4);
    private static readonly DataSet Low = new Draws(72).Data(5, 9);
    private static readonly Matrix<double> There = new Draws(73).Matrix(3, 4);

    [Theory]
    [InlineData(Activation.Linear)]
    [InlineData(Activation.Erf)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    public void The_gradient_is_that_of_central_differences(Activation activation)
    {
        foreach (var data in new[] { Wide, Low })
        {
            var network = Network.FromVariances(12, data.InputDimension, activation, 1.7, 1.1, 3, 0.02);
            var kernel = TrainingKernel.On(network, data);
            var space = RowSpace.Of(network, kernel);
            var action = new VariationalAction(network, kernel, space);
            var draws = new Draws(74);
            var factor = (Matrix<double>.Build.DenseIdentity(space.Rank) + (0.3 * draws.Matrix(space.Rank, space.Rank))).ToColumnMajorArray();
            var gradient = action.Evaluate(factor).Gradient;
            var expected = Vector<double>.Build.Dense(factor.Length, i => Difference(action, factor, i));
            Near.Relative(expected, Vector<double>.Build.Dense(gradient), 1e-8, "gradient");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(40)]
    public void For_linear_networks_it_is_tree_level(double chi)
    {
        var network = Network.FromVariances(40, 4, Activation.Linear, 1.5, 1.2, chi, 0.1 / chi);
        var expected = Theories.Answers(TreeLevel.Solve(network, Wide), There);
        var actual = Theories.Answers(VariationalGaussian.Solve(network, Wide), There);
        foreach (var (tree, variational) in expected.Zip(actual))
        {
            Near.Relative(tree.Value, variational.Value, 1e-6, tree.Name, 1e-9);
        }
    }

    [Theory]
    [InlineData(Activation.Erf)]
    [InlineData(Activation.Relu)]
    public void At_infinite_width_it_is_the_nngp_with_an_error_of_order_one_over_n(Activation activation)
    {
        double Error(int width)
        {
            var network = Network.FromVariances(width, 4, activation, 1.5, 1.2, 1, 0.1);
            return Near.Distance(VariationalGaussian.Solve(network, Wide).Discrepancy, Nngp.Solve(network, Wide).Discrepancy);
        }

        Near.Absolute(-1, Slope.LogLog(Slope.Widths.Skip(3).Select(n => (double)n), Slope.Widths.Skip(3).Select(Error)), 0.05, "slope");
    }

    [Theory]
    [InlineData(Activation.Erf, 1)]
    [InlineData(Activation.Erf, 30)]
    [InlineData(Activation.Relu, 5)]
    public void Stationarity_holds_as_a_matrix_equation(Activation activation, double chi)
    {
        var network = Network.FromVariances(30, 9, activation, 1.5, 1.2, chi, 0.1 / chi);
        var posterior = VariationalGaussian.Solve(network, Low);
        Assert.Equal(SolverStatus.Converged, posterior.Status);
        var features = posterior.FeatureKernel();
        Near.Relative(posterior.TrainMean, network.KernelScale * (features * posterior.ScaledDiscrepancy), 1e-9, "⟨f⟩ = NλΦa");
        Near.Relative(posterior.TrainMean, posterior.Predict(Low.Inputs).Mean, 1e-9, "prediction on the training points");
        var shift = posterior.HiddenSecondMoment().Inverse() / network.HiddenPriorVariance;
        var outside = Matrix<double>.Build.DenseIdentity(9) - (Low.Inputs.Transpose() * (Low.Inputs * Low.Inputs.Transpose()).Solve(Low.Inputs));
        Near.Relative(outside, outside * (shift * network.HiddenPriorVariance * network.HiddenPriorVariance), 1e-8, "prior outside the row space");
    }

    private static double Difference(VariationalAction action, double[] factor, int i)
    {
        const double Step = 1e-5;
        double[] up = [.. factor], down = [.. factor];
        up[i] += Step;
        down[i] -= Step;
        return (action.Evaluate(up).Value - action.Evaluate(down).Value) / (2 * Step);
    }
}
