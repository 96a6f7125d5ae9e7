using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// A symmetric P×P operator that is a function of the kernel plus a term of low rank, W = g(Φ⁰) + L S Lᵀ, held in a basis where
/// g is cheap. Every covariance and every second moment of the theories has this form.
/// </summary>
internal sealed class DualOperator(KernelFunction function, Matrix<double>? vectors = null, Matrix<double>? core = null)
{
    /// <summary>Bᵀ W B for P×n columns B.</summary>
    public Matrix<double> Sandwich(Matrix<double> columns)
    {
        var (inBasis, applied) = Apply(columns);
        return function.Algebra.Multiply(inBasis, applied, transposeA: true);
    }

    /// <summary>c A + d Bᵀ W B, exactly symmetric, for a symmetric n×n A and d ≥ 0.</summary>
    public Matrix<double> Sandwich(Matrix<double> columns, double factor, Matrix<double> added, double addedFactor)
    {
        var (inBasis, applied) = Apply(columns);
        var (n, numbers) = (columns.ColumnCount, added.AsColumnMajorArray() ?? added.ToColumnMajorArray());
        return RowProducts.SymmetricOfColumns(inBasis, applied, factor, (column, row, index) =>
            Spans.AddScaled(column, addedFactor, numbers.AsSpan((index * n) + row, column.Length)));
    }

    /// <summary>Aᵀ W B for P×m columns A and P×n columns B.</summary>
    public Matrix<double> Sandwich(Matrix<double> left, Matrix<double> right) =>
        function.Algebra.Multiply(function.IntoBasis(left), Apply(right).Applied, transposeA: true);

    /// <summary>The diagonal of Bᵀ W B.</summary>
    public Vector<double> SandwichDiagonal(Matrix<double> columns)
    {
        var (inBasis, applied) = Apply(columns);
        var (rows, left, right) = (inBasis.RowCount, inBasis.ToColumnMajorArray(), applied.ToColumnMajorArray());
        return Vector<double>.Build.Dense(columns.ColumnCount, j => Spans.Dot(left.AsSpan(j * rows, rows), right.AsSpan(j * rows, rows)));
    }

    private (Matrix<double> InBasis, Matrix<double> Applied) Apply(Matrix<double> columns)
    {
        var inBasis = function.IntoBasis(columns);
        var applied = function.Apply(inBasis);
        if (vectors is not null && core is not null)
        {
            var overlaps = function.Algebra.Multiply(vectors, inBasis, transposeA: true);
            applied.Add(function.Algebra.Multiply(vectors, function.Algebra.Multiply(core, overlaps)), applied);
        }

        return (inBasis, applied);
    }
}
