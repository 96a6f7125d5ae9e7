using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// A symmetric P×P operator that is a function of the kernel plus a term of low rank, W = g(Φ⁰) + L S Lᵀ, held in a basis where
/// g is cheap. Every covariance and every second moment of the theories has this form.
/// </summary>
internal sealed class DualOperator(KernelFunction function, Matrix<double>? vectors = null, Matrix<double>? core = null)
{
    private readonly Lazy<Matrix<double>?> directions = new(() => vectors is null || core is null ? null : function.FromBasis(vectors));

    /// <summary>Bᵀ W B for P×n columns B.</summary>
    public Matrix<double> Sandwich(Matrix<double> columns)
    {
        if (function.Halve(columns) is not var (half, coefficient))
        {
            var (inBasis, applied) = Apply(columns);
            return function.Algebra.Multiply(inBasis, applied, transposeA: true);
        }

        return WithDirections(function.Algebra.Multiply(half, half, transposeA: true), coefficient, columns, columns);
    }

    /// <summary>c A + d Bᵀ W B, exactly symmetric, for a symmetric n×n A and d ≥ 0.</summary>
    public Matrix<double> Sandwich(Matrix<double> columns, double factor, Matrix<double> added, double addedFactor)
    {
        var (inBasis, applied) = Factors(columns);
        var (n, numbers) = (columns.ColumnCount, added.AsColumnMajorArray() ?? added.ToColumnMajorArray());
        return RowProducts.SymmetricOfColumns(inBasis, applied, factor, (column, row, index) =>
            Spans.AddScaled(column, addedFactor, numbers.AsSpan((index * n) + row, column.Length)));
    }

    /// <summary>Aᵀ W B for P×m columns A and P×n columns B.</summary>
    public Matrix<double> Sandwich(Matrix<double> left, Matrix<double> right)
    {
        if (function.Halve(left) is not var (halfLeft, coefficient) || function.Halve(right) is not var (halfRight, _))
        {
            return function.Algebra.Multiply(function.IntoBasis(left), Apply(right).Applied, transposeA: true);
        }

        return WithDirections(function.Algebra.Multiply(halfLeft, halfRight, transposeA: true), coefficient, left, right);
    }

    /// <summary>The diagonal of Bᵀ W B.</summary>
    public Vector<double> SandwichDiagonal(Matrix<double> columns)
    {
        if (function.Halve(columns) is not var (half, coefficient))
        {
            return ColumnProducts(Apply(columns));
        }

        var diagonal = coefficient * ColumnProducts((half, half));
        if (directions.Value is { } v)
        {
            var overlaps = function.Algebra.Multiply(v, columns, transposeA: true);
            diagonal += overlaps.PointwiseMultiply(core! * overlaps).ColumnSums();
        }

        return diagonal;
    }

    /// <summary>The same by strips of so many columns; null where it does not pay, or the function is none of the kernel's resolvents.</summary>
    public StripForm? ForStrips(int columns) => function.Factorize(columns) is var (factor, coefficient)
        ? new StripForm(factor, coefficient, directions.Value, core)
        : null;

    private static Vector<double> ColumnProducts((Matrix<double> Left, Matrix<double> Right) columns)
    {
        var (rows, left, right) = (columns.Left.RowCount, columns.Left.AsColumnMajorArray(), columns.Right.AsColumnMajorArray());
        return Vector<double>.Build.Dense(columns.Left.ColumnCount, j => Spans.Dot(left.AsSpan(j * rows, rows), right.AsSpan(j * rows, rows)));
    }

    // What halves give, and what L S Lᵀ adds to it.
    private Matrix<double> WithDirections(Matrix<double> product, double coefficient, Matrix<double> left, Matrix<double> right)
    {
        product.Multiply(coefficient, product);
        if (directions.Value is not { } v)
        {
            return product;
        }

        var overlaps = function.Algebra.Multiply(v, left, transposeA: true);
        var weighted = core! * (ReferenceEquals(left, right) ? overlaps : function.Algebra.Multiply(v, right, transposeA: true));
        product.Add(function.Algebra.Multiply(overlaps, weighted, transposeA: true), product);
        return product;
    }

    // Two matrices whose product LᵀR is Bᵀ W B.
    private (Matrix<double> Left, Matrix<double> Right) Factors(Matrix<double> columns)
    {
        if (function.Halve(columns) is not var (half, coefficient))
        {
            return Apply(columns);
        }

        if (directions.Value is not { } v)
        {
            return (half, coefficient * half);
        }

        var overlaps = function.Algebra.Multiply(v, columns, transposeA: true);
        return (half.Stack(overlaps), (coefficient * half).Stack(core! * overlaps));
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
