using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>A Aᵀ by fewer columns, against the product itself.</summary>
public class LowRankTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(7, 1)]
    [InlineData(6, 11)]
    [InlineData(11, 6)]
    [InlineData(30, 30)]
    public void The_square_is_kept(int rows, int columns)
    {
        var a = new Draws(rows + columns).Matrix(rows, columns);
        var l = LowRank.Factor(a);
        Assert.Equal(Math.Min(rows, columns), l.ColumnCount);
        Near.Relative(a * a.Transpose(), Square(l), 1e-14, "A Aᵀ");
    }

    [Fact]
    public void As_many_columns_are_kept_as_are_independent()
    {
        var draws = new Draws(8);
        var a = draws.Matrix(40, 3) * draws.Matrix(3, 25);
        var l = LowRank.Factor(a);
        Assert.InRange(l.ColumnCount, 3, 4); // rounding may leave one of size ε
        Near.Relative(a * a.Transpose(), Square(l), 1e-14, "A Aᵀ");
        Assert.Equal(0, LowRank.Factor(0 * a).FrobeniusNorm());
        a.ClearRow(0);
        a.ClearRow(17);
        Near.Relative(a * a.Transpose(), Square(LowRank.Factor(a)), 1e-14, "with rows of zeros");
    }

    /// <remarks>1/(x + q) as the mixtures of the exact theory have it: columns change smoothly with q.</remarks>
    [Fact]
    public void Smooth_columns_need_few()
    {
        var a = Matrix<double>.Build.Dense(100, 300, (i, n) => 1 / (0.01 + (i / 100.0 * (0.5 + (n / 300.0)))));
        var l = LowRank.Factor(a);
        Assert.InRange(l.ColumnCount, 3, 20);
        Near.Relative(a * a.Transpose(), Square(l), 1e-14, "A Aᵀ");
    }

    /// <remarks>Row sizes over twenty digits, as where one component of the targets is divided by the noise alone: entries are right relative to their own rows.</remarks>
    [Fact]
    public void Rows_of_any_size_keep_their_digits()
    {
        var a = Matrix<double>.Build.Dense(21, 60, (i, n) => Math.Pow(10, 10 - i) / (1 + (i * (1 + (n / 60.0)))));
        var l = LowRank.Factor(a);
        Matrix<double> expected = a * a.Transpose(), found = Square(l);
        for (var i = 0; i < 21; i++)
        {
            for (var j = 0; j < 21; j++)
            {
                Near.Relative(expected[i, j], found[i, j], 1e-14, "A Aᵀ", Math.Sqrt(expected[i, i] * expected[j, j]));
            }
        }
    }

    private static Matrix<double> Square(Matrix<double> l) => l * l.Transpose();
}
