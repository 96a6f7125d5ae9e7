using System.Runtime.CompilerServices;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Kernels;

/// <summary>Kernel matrices between sets of points: a matrix product for C, and the closed form on each block of it while it is in the cache.</summary>
internal static class KernelMatrix
{
    /// <summary>C_aa = (g_v/D)|x_a|² for each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[] Variances(Matrix<double> inputs, double hiddenVariance)
    {
        var scale = hiddenVariance / inputs.ColumnCount;
        var squares = new double[inputs.RowCount];
        var numbers = inputs.AsColumnMajorArray() ?? inputs.ToColumnMajorArray();
        for (var j = 0; j < inputs.ColumnCount; j++)
        {
            var column = numbers.AsSpan(j * squares.Length, squares.Length);
            for (var i = 0; i < column.Length; i++)
            {
                squares[i] += column[i] * column[i];
            }
        }

        return Array.ConvertAll(squares, s => s * scale);
    }

    /// <summary>Φ⁰ among the rows of one matrix, exactly symmetric.</summary>
    public static Matrix<double> Symmetric(PriorKernel prior, Matrix<double> inputs, double hiddenVariance)
    {
        var variances = Variances(inputs, hiddenVariance);
        var transform = prior.Transformation(variances, variances);
        return RowProducts.Symmetric(inputs, inputs, hiddenVariance / inputs.ColumnCount, (column, row, index) =>
        {
            if (row == index)
            {
                column[0] = variances[index]; // the product's diagonal may differ in the last bit, which asin and acos would magnify
            }

            transform(column, row, index);
        });
    }

    /// <summary>Φ⁰ between the rows of one matrix and the rows of another.</summary>
    public static Matrix<double> Cross(PriorKernel prior, Matrix<double> rows, Matrix<double> columns, double hiddenVariance) =>
        RowProducts.Multiply(rows, columns, hiddenVariance / rows.ColumnCount,
            prior.Transformation(Variances(rows, hiddenVariance), Variances(columns, hiddenVariance)));
}
