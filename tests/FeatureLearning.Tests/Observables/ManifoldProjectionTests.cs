using FeatureLearning.Observables;

namespace FeatureLearning.Tests.Observables;

/// <summary>The projection from a kernel against the same done with the features themselves.</summary>
public class ManifoldProjectionTests
{
    [Fact]
    public void It_is_the_projection_of_the_features()
    {
        var draws = new Draws(4);
        Matrix<double> features = draws.Matrix(12, 7);
        var labels = Vector<double>.Build.Dense(12, i => i % 3 == 0 ? 1.0 : -1);
        var rows = features.EnumerateRows().ToArray();
        Vector<double> Centre(Func<double, bool> of) => rows.Where((_, i) => of(labels[i])).Aggregate((a, b) => a + b) / labels.Count(of);
        Vector<double> plus = Centre(y => y > 0), minus = Centre(y => y < 0);
        var axis = (plus - minus).Normalize(2);
        var expected = Vector<double>.Build.Dense(12, i => (rows[i] - ((plus + minus) / 2)).DotProduct(axis));
        var projection = ManifoldProjection.Of(features * features.Transpose(), labels);
        Near.Relative(expected, projection.Along, 1e-12, "along the centroids");

        var mean = rows.Aggregate((a, b) => a + b) / 12;
        var rest = Matrix<double>.Build.DenseOfRowVectors(rows.Select(row => row - mean - ((row - mean).DotProduct(axis) * axis)));
        var svd = rest.Svd();
        var component = svd.U.Column(0) * svd.S[0];
        Near.Relative(component * Math.Sign(component[0]), projection.Across, 1e-9, "across");
    }

    [Fact]
    public void Centroids_in_one_place_have_no_line()
    {
        var labels = Vector<double>.Build.DenseOfArray([1, -1]);
        Assert.Contains("apart", Assert.Throws<ArgumentException>(
            () => ManifoldProjection.Of(Matrix<double>.Build.Dense(2, 2, 1), labels)).Message, StringComparison.Ordinal);
    }
}
