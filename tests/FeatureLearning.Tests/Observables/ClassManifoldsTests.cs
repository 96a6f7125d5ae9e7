using FeatureLearning.Observables;

namespace FeatureLearning.Tests.Observables;

public class ClassManifoldsTests
{
    /// <summary>From features themselves: centroids and radii by their geometric definitions.</summary>
    [Fact]
    public void Distances_and_radii_are_those_of_the_features()
    {
        const int width = 5;
        var features = new Draws(4).Matrix(7, width) / Math.Sqrt(width);
        var labels = Vector<double>.Build.Dense([1, -1, 1, 1, -1, -2, 0.5]);
        var manifolds = ClassManifolds.Of(features * features.Transpose(), labels);
        Vector<double>[] plus = Rows(y => y > 0), minus = Rows(y => y < 0);
        Near.Relative(Math.Pow((Centre(plus) - Centre(minus)).L2Norm(), 2), manifolds.SquaredDistance, 1e-13, "d²");
        Near.Relative(plus.Average(x => Math.Pow((x - Centre(plus)).L2Norm(), 2)), manifolds.SquaredRadiusPlus, 1e-13, "R₊²");
        Near.Relative(minus.Average(x => Math.Pow((x - Centre(minus)).L2Norm(), 2)), manifolds.SquaredRadiusMinus, 1e-13, "R₋²");
        Near.Relative(
            manifolds.SquaredDistance / (manifolds.SquaredRadiusPlus + manifolds.SquaredRadiusMinus), manifolds.Separability, 1e-14, "ratio");
        Vector<double>[] Rows(Func<double, bool> wanted) => [.. features.EnumerateRows().Where((_, i) => wanted(labels[i]))];
        static Vector<double> Centre(Vector<double>[] rows) => rows.Aggregate((a, b) => a + b) / rows.Length;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void One_class_alone_is_an_error(double label)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            ClassManifolds.Of(Matrix<double>.Build.DenseIdentity(3), Vector<double>.Build.Dense(3, label)));
        Assert.Equal("labels", error.ParamName);
        Assert.Contains("both classes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_differ_are_named()
    {
        var labels = Vector<double>.Build.Dense([1, -1]);
        Assert.Equal("labels", Assert.Throws<ArgumentException>(
            () => ClassManifolds.Of(Matrix<double>.Build.DenseIdentity(3), labels)).ParamName);
        Assert.Equal("features", Assert.Throws<ArgumentException>(
            () => ClassManifolds.Of(Matrix<double>.Build.Dense(2, 3), labels)).ParamName);
    }
}
