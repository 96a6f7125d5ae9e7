using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>Matrices as blocks of columns in panels, and back.</summary>
internal static class Blocks
{
    public static double[] Of(Matrix<double> matrix)
    {
        var block = new double[matrix.RowCount * BlockProducts.Width];
        foreach (var (i, c, value) in matrix.EnumerateIndexed(Zeros.Include))
        {
            block[BlockProducts.At(matrix.RowCount, i, c)] = value;
        }

        return block;
    }

    public static Matrix<double> Matrix(double[] block)
    {
        var rows = block.Length / BlockProducts.Width;
        return Matrix<double>.Build.Dense(rows, BlockProducts.Width, (i, c) => block[BlockProducts.At(rows, i, c)]);
    }
}
