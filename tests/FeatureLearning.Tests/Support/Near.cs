namespace FeatureLearning.Tests;

/// <summary>Comparisons that say by how much they fail. NaN is never near anything.</summary>
internal static class Near
{
    /// <summary>|actual − expected| ≤ tolerance · max(|expected|, floor).</summary>
    public static void Relative(double expected, double actual, double tolerance, string what = "value", double floor = 0) =>
        Check(Math.Abs(actual - expected), Math.Max(Math.Abs(expected), floor), tolerance, what, expected, actual);

    /// <summary>|actual − expected| ≤ tolerance.</summary>
    public static void Absolute(double expected, double actual, double tolerance, string what = "value") =>
        Check(Math.Abs(actual - expected), 1, tolerance, what, expected, actual);

    /// <summary>The largest difference of two vectors, relative to the largest expected entry (or the floor).</summary>
    public static void Relative(Vector<double> expected, Vector<double> actual, double tolerance, string what = "vector", double floor = 0)
    {
        Assert.Equal(expected.Count, actual.Count);
        var worst = Worst(Enumerable.Range(0, expected.Count).Select(i => Math.Abs(actual[i] - expected[i])));
        Check(Math.Abs(actual[worst] - expected[worst]), Math.Max(expected.AbsoluteMaximum(), floor), tolerance,
            FormattableString.Invariant($"{what}[{worst}]"), expected[worst], actual[worst]);
    }

    /// <summary>The largest difference of two matrices, relative to the largest expected entry (or the floor).</summary>
    public static void Relative(Matrix<double> expected, Matrix<double> actual, double tolerance, string what = "matrix", double floor = 0)
    {
        Assert.Equal((expected.RowCount, expected.ColumnCount), (actual.RowCount, actual.ColumnCount));
        Relative(Flat(expected), Flat(actual), tolerance, what, floor);
    }

    /// <summary>The relative distance |a − b|/|b| in the Euclidean norm.</summary>
    public static double Distance(Vector<double> a, Vector<double> b) => (a - b).L2Norm() / b.L2Norm();

    private static Vector<double> Flat(Matrix<double> matrix) => Vector<double>.Build.Dense(matrix.ToColumnMajorArray());

    private static int Worst(IEnumerable<double> differences) =>
        differences.Select((d, i) => (Size: double.IsNaN(d) ? double.PositiveInfinity : d, i)).MaxBy(pair => pair.Size).i;

    private static void Check(double difference, double scale, double tolerance, string what, double expected, double actual) =>
        Assert.True(difference <= tolerance * scale, FormattableString.Invariant(
            $"{what}: expected {expected:R}, was {actual:R}; off by {difference / scale:0.0e+0} of {scale:0.###e+0}, allowed {tolerance:0.0e+0}."));
}
