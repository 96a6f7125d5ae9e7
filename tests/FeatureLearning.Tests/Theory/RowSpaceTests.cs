using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>Whitened coordinates of the inputs' row space, triangular or not: both describe the same pre-activations.</summary>
public class RowSpaceTests
{
    // More points than dimensions, as many, fewer; and points that coincide or are zero among the first ones, of which the coordinates are made.
    [Theory]
    [InlineData(9, 4, false)]
    [InlineData(5, 5, false)]
    [InlineData(4, 9, false)]
    [InlineData(9, 5, true)]
    [InlineData(5, 9, true)]
    public void Triangular_coordinates_describe_the_same_fields(int points, int dimension, bool degenerate)
    {
        var draws = new Draws(points + (10 * dimension));
        Matrix<double> x = draws.Matrix(points, dimension), other = draws.Matrix(3, dimension);
        if (degenerate)
        {
            x.SetRow(1, x.Row(0));
            x.SetRow(3, new double[dimension]);
        }

        var network = Network.FromVariances(20, dimension, Activation.Erf, 1.7, 1, 1, 0.1);
        var kernel = TrainingKernel.On(network, new DataSet(x, draws.Vector(points)));
        var space = RowSpace.Triangular(network, kernel);
        var rank = Math.Min(points, dimension);
        var variance = 1.7 / dimension;
        Assert.Equal((rank, dimension > points), (space.Rank, space.HasComplement));
        Near.Relative(variance * x * x.Transpose(), space.Points * space.Points.Transpose(), 1e-13);
        Near.Relative(space.Points, space.Project(x), 1e-13);
        Assert.Equal(0, space.Points.EnumerateIndexed().Where(entry => entry.Item2 > entry.Item1).Sum(entry => Math.Abs(entry.Item3)));

        // h* on other points: inside and across the space together have the prior's covariance.
        Matrix<double> inside = space.Project(other), across = space.Complement(other);
        Near.Relative(variance * other * other.Transpose(), (inside * inside.Transpose()) + (across * across.Transpose()), 1e-13);
        Near.Absolute(0, (across * x.Transpose()).L2Norm(), 1e-12, "across the inputs");

        var moment = draws.Kernel(rank, rank);
        Near.Relative(space.Points * moment * space.Points.Transpose(), x * space.HiddenMoment(moment) * x.Transpose(), 1e-12);
        var z = draws.Vector(rank);
        Near.Relative(space.Points * z, x * space.HiddenVector(z), 1e-12);
        var (along, rest) = space.Direction(other.Row(0));
        Near.Relative(other.Row(0) * other.Row(0), (along * along) + (rest * rest), 1e-12);
        Near.Relative(other.Row(0) * space.HiddenVector(z), Math.Sqrt(variance) * (along * z), 1e-11);
    }
}
