using FeatureLearning.Kernels;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>A function g of the prior kernel, g(Φ⁰), applied in a basis of its own.</summary>
internal abstract class KernelFunction(LinearAlgebra algebra)
{
    public LinearAlgebra Algebra { get; } = algebra;

    /// <summary>Columns in the basis in which <see cref="Apply"/> works.</summary>
    public abstract Matrix<double> IntoBasis(Matrix<double> columns);

    /// <summary>Columns out of that basis.</summary>
    public abstract Matrix<double> FromBasis(Matrix<double> inBasis);

    /// <summary>g applied to columns in that basis; a new matrix.</summary>
    public abstract Matrix<double> Apply(Matrix<double> inBasis);

    /// <summary>Columns C, linear in B, and a number c with Bᵀ g B = c CᵀC; null where <see cref="Apply"/> is better.</summary>
    public virtual (Matrix<double> Columns, double Coefficient)? Halve(Matrix<double> columns) => null;

    /// <summary>L and a number c with g = c (L Lᵀ)⁻¹; null where that does not pay for so many columns, or g is not of this form.</summary>
    public virtual (StripCholesky Factor, double Coefficient)? Factorize(int columns) => null;
}

/// <summary>g(Φ⁰) = coefficient · (sΦ⁰ + κ)⁻¹ in the tridiagonal basis: no eigenvectors needed.</summary>
internal sealed class ResolventFunction(KernelFactorization factorization, double coefficient, double scale, double noise)
    : KernelFunction(factorization.Algebra)
{
    private KernelFactorization Factorization { get; } = factorization;

    public override Matrix<double> IntoBasis(Matrix<double> columns) => Factorization.Rotate(columns, intoBasis: true);

    public override Matrix<double> FromBasis(Matrix<double> inBasis) => Factorization.Rotate(inBasis, intoBasis: false);

    public override (Matrix<double> Columns, double Coefficient)? Halve(Matrix<double> columns) =>
        columns.ColumnCount > 1 && Factorization.Form.Whiten(columns, scale, noise) is { } whitened ? (whitened, coefficient) : null;

    // P³/3 for the factor and P² a column with it, at the rate of products in registers; 2 P² by rotation into the basis of the band, at half of it.
    public override (StripCholesky Factor, double Coefficient)? Factorize(int columns) =>
        columns > Factorization.Size / 6 && Factorization.Factor(scale, noise) is { } factor ? (factor, coefficient) : null;

    public override Matrix<double> Apply(Matrix<double> inBasis)
    {
        var solver = new ShiftedTridiagonal(Factorization.Size);
        solver.Factor(Factorization.Form, scale, noise);
        var values = inBasis.ToColumnMajorArray();
        for (var start = 0; start < values.Length; start += solver.Size)
        {
            var column = values.AsSpan(start, solver.Size);
            solver.SolveInPlace(column);
            foreach (ref var value in column)
            {
                value *= coefficient;
            }
        }

        return Matrix<double>.Build.Dense(inBasis.RowCount, inBasis.ColumnCount, values);
    }
}

/// <summary>g(Φ⁰) = U diag(g) Uᵀ: any function in the eigenbasis, and on Φ⁰'s image and y where U is those alone.</summary>
internal sealed class SpectralFunction(KernelBasis basis, double[] values) : KernelFunction(basis.Algebra)
{
    // Φ⁰ on the training points, which covariances and feature kernels there ask for, is diagonal in this basis: no product of order P³.
    public override Matrix<double> IntoBasis(Matrix<double> columns) =>
        ReferenceEquals(columns, basis.Kernel) ? basis.KernelInBasis() : Algebra.Multiply(basis.Vectors, columns, transposeA: true);

    public override Matrix<double> FromBasis(Matrix<double> inBasis) => Algebra.Multiply(basis.Vectors, inBasis);

    public override Matrix<double> Apply(Matrix<double> inBasis)
    {
        var result = inBasis.ToColumnMajorArray();
        for (var start = 0; start < result.Length; start += values.Length)
        {
            Spans.Multiply(result.AsSpan(start, values.Length), values);
        }

        return Matrix<double>.Build.Dense(inBasis.RowCount, inBasis.ColumnCount, result);
    }
}
