using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Kernels;

/// <summary>Kernel matrices between sets of points: a matrix product for C, then the closed form, entry by entry in parallel.</summary>
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
            var column = numbers.AsSpan(j * squares.Length, squares.Length);
            for (var i = 0; i < column.Length; i++)
            {
                squares[i] += column[i] * column[i];
            }
        }

        return Array.ConvertAll(squares, s => s * scale);
    }

    /// <summary>Φ⁰ among the rows of one matrix, exactly symmetric.</summary>
    public static Matrix<double> Symmetric(PriorKernel prior, Matrix<double> inputs, double hiddenVariance, LinearAlgebra algebra)
    {
        var kernel = algebra.Gram(inputs);
        var values = kernel.AsColumnMajorArray();
        var variances = Variances(inputs, hiddenVariance);
        var (n, scale) = (inputs.RowCount, hiddenVariance / inputs.ColumnCount);
        Parallel.For(0, n, j =>
        {
            var column = values.AsSpan((j * n) + j, n - j);
            Scale(column, scale);
            column[0] = variances[j]; // the product's diagonal may differ in the last bit, which asin and acos would magnify
            prior.Transform(column, variances.AsSpan(j), variances[j]);
        });
        Triangles.Mirror(values, n);
        return kernel;
    }

    /// <summary>Φ⁰ between the rows of one matrix and the rows of another.</summary>
    public static Matrix<double> Cross(
        PriorKernel prior, Matrix<double> rows, Matrix<double> columns, double hiddenVariance, LinearAlgebra algebra)
    {
        var kernel = algebra.Multiply(rows, columns, transposeB: true);
        var values = kernel.AsColumnMajorArray();
        double[] rowVariances = Variances(rows, hiddenVariance), columnVariances = Variances(columns, hiddenVariance);
        var (n, scale) = (rows.RowCount, hiddenVariance / rows.ColumnCount);
        Parallel.For(0, columns.RowCount, j =>
        {
            var column = values.AsSpan(j * n, n);
            Scale(column, scale);
            prior.Transform(column, rowVariances, columnVariances[j]);
        });
        return kernel;
    }

    private static void Scale(Span<double> values, double factor)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }
}
