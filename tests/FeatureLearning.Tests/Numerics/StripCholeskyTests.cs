using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>The Cholesky factor in panels against MathNet's, at sizes around those of panels, strips and groups.</summary>
public unsafe class StripCholeskyTests
{
    public static TheoryData<int> Sizes => [1, 2, 11, 12, 13, 16, 17, 47, 48, 49, 60, 95, 96, 97, 131, 300, 500];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_solves_as_another_algorithm_does(int size)
    {
        const double Scale = 1.7, Shift = 0.2;
        var draws = new Draws(size);
        var root = draws.Matrix(size, size);
        var matrix = root * root.Transpose() / size;
        var right = draws.Matrix(size, 3 * StripCholesky.Lanes);
        var expected = ((Scale * matrix) + (Shift * Matrix<double>.Build.DenseIdentity(size))).Cholesky().Factor.Solve(right);
        // Only the lower triangle may be read.
        var lower = Matrix<double>.Build.Dense(size, size, (i, j) => i >= j ? matrix[i, j] : double.NaN);
        using var factor = StripCholesky.Of(lower.AsColumnMajorArray(), size, Scale, Shift);
        Assert.NotNull(factor);
        Near.Relative(expected, Solve(factor, right), 1e-10);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(48)]
    [InlineData(130)]
    public void What_is_not_positive_definite_has_no_factor(int size)
    {
        var matrix = Matrix<double>.Build.DenseDiagonal(size, 1);
        matrix[size - 1, size - 1] = -1;
        Assert.Null(StripCholesky.Of(matrix.AsColumnMajorArray(), size, 1, 0.5));
        matrix[size - 1, size - 1] = double.NaN;
        Assert.Null(StripCholesky.Of(matrix.AsColumnMajorArray(), size, 1, 0.5));
        matrix[size - 1, size - 1] = -1;
        using var shifted = StripCholesky.Of(matrix.AsColumnMajorArray(), size, 1, 1.5);
        Assert.NotNull(shifted);
    }

    private static Matrix<double> Solve(StripCholesky factor, Matrix<double> right)
    {
        const int Lanes = StripCholesky.Lanes;
        var count = right.ColumnCount / Lanes;
        using var strips = new LentBuffer((long)count * factor.Rows * Lanes);
        var start = strips.Start;
        double* At(int row, int column) => start + (((column / Lanes * factor.Rows) + row) * Lanes) + (column % Lanes);
        foreach (var (i, j, value) in right.EnumerateIndexed())
        {
            *At(i, j) = value;
        }

        factor.Solve(start, count);
        return Matrix<double>.Build.Dense(right.RowCount, right.ColumnCount, (i, j) => *At(i, j));
    }
}
