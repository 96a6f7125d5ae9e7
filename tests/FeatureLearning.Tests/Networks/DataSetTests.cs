using FeatureLearning.Networks;

namespace FeatureLearning.Tests.Networks;

public class DataSetTests
{
    [Fact]
    public void Arrays_and_matrices_make_the_same_set()
    {
        var data = new DataSet(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }, [7, 8]);
        Assert.Equal((2, 3), (data.Count, data.InputDimension));
        Assert.Equal(6, data.Inputs[1, 2]);
        Assert.Equal(8, data.Targets[1]);
    }

    [Fact]
    public void What_the_caller_does_to_the_originals_does_not_matter()
    {
        var inputs = Matrix<double>.Build.Dense(1, 1, 5);
        var targets = Vector<double>.Build.Dense(1, 6);
        var data = new DataSet(inputs, targets);
        (inputs[0, 0], targets[0]) = (0, 0);
        Assert.Equal((5, 6), (data.Inputs[0, 0], data.Targets[0]));
    }

    [Fact]
    public void The_first_points_are_taken_in_order()
    {
        var data = new Draws(1).Data(5, 2);
        var first = data.Take(3);
        Assert.Equal(data.Inputs.SubMatrix(0, 3, 0, 2), first.Inputs);
        Assert.Equal(data.Targets.SubVector(0, 3), first.Targets);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Taking_a_count_that_is_not_there_is_an_error(int count)
    {
        var error = Assert.Throws<ArgumentException>(() => new Draws(1).Data(5, 2).Take(count));
        Assert.Equal("count", error.ParamName);
        Assert.Contains("between 1 and 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_differ_are_both_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new DataSet(new double[3, 2], [1, 2]));
        Assert.Equal("targets", error.ParamName);
        Assert.Contains("3 rows", error.Message, StringComparison.Ordinal);
        Assert.Contains("it has 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_value_that_is_not_finite_is_named_with_its_place(double value)
    {
        var inputs = new double[3, 2];
        inputs[2, 1] = value;
        var error = Assert.Throws<ArgumentException>(() => new DataSet(inputs, [1, 2, 3]));
        Assert.Equal("inputs", error.ParamName);
        Assert.Contains("row 3, column 2", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new DataSet(new double[2, 1], [1, value]));
        Assert.Equal("targets", error.ParamName);
        Assert.Contains("row 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 0)]
    public void An_empty_set_is_an_error(int points, int dimension) =>
        Assert.ThrowsAny<ArgumentException>(() => new DataSet(new double[points, dimension], new double[points]));
}
