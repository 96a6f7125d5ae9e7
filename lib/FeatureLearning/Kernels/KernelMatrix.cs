using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Kernels;

/// <summary>Kernel matrices between sets of points: a matrix product for C, and the closed form on each block of it while it is in the cache.</summary>
internal static class KernelMatrix
{
    /// <summary>C_aa = (g_v/D)|x_a|² for each row.</summary>
    public static double[] Variances(Matrix<double> inputs, double hiddenVariance)
    {
        var scale = hiddenVariance / inputs.ColumnCount;
        var squares = new double[inputs.RowCount];
        var numbers = inputs.AsColumnMajorArray() ?? inputs.ToColumnMajorArray();
        for (var j = 0; j < inputs.ColumnCount; j++)
        {
            Spans.AddSquares(squares, numbers.AsSpan(j * squares.Length, squares.Length));
        }

        Spans.Scale(squares, scale);
        return squares;
    }

    /// <summary>Φ⁰ among the rows of one matrix, exactly symmetric.</summary>
    public static Matrix<double> Symmetric(PriorKernel prior, Matrix<double> inputs, double hiddenVariance) =>
        Symmetric(prior, inputs, Variances(inputs, hiddenVariance), hiddenVariance);

    /// <summary>The same where <see cref="Variances"/> are known.</summary>
    public static Matrix<double> Symmetric(PriorKernel prior, Matrix<double> inputs, double[] variances, double hiddenVariance)
    {
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
