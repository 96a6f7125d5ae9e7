using FeatureLearning.Numerics.Tridiagonal;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Numerics;

/// <summary>A symmetric matrix as K = H T Hᵀ: H orthogonal (kept in factored form), T tridiagonal.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>P</term><description><see cref="Size"/></description></item>
/// <item><term>T</term><description><see cref="Diagonal"/> (P) and <see cref="OffDiagonal"/> (P−1)</description></item>
/// <item><term>H</term><description>applied by <see cref="Rotate"/>, never formed</description></item>
/// </list>
/// Every function of K of the form f(qK + κ) costs O(P) after this: that is why the solvers reduce K once per data set.
/// </remarks>
public abstract class TridiagonalForm
{
    private const double Epsilon = 2.220446049250313e-16;

    private protected TridiagonalForm(double[] diagonal, double[] offDiagonal)
    {
        DiagonalArray = diagonal;
        OffDiagonalArray = offDiagonal;
    }

    /// <summary>Reduces a symmetric matrix, in O(P³).</summary>
    /// <param name="symmetric">K, P×P; only one triangle is read.</param>
    /// <exception cref="ArgumentException">K is not square, or has an entry that is not finite.</exception>
    public static TridiagonalForm Of(Matrix<double> symmetric)
    {
        Require.Square(symmetric, nameof(symmetric));
        Require.Finite(symmetric, nameof(symmetric));
        return TwoStageForm.Of(LinearAlgebra.ColumnMajor(symmetric), symmetric.RowCount);
    }

    /// <summary>P, the order of K.</summary>
    public int Size => DiagonalArray.Length;

    /// <summary>The diagonal of T, P numbers.</summary>
    public ReadOnlySpan<double> Diagonal => DiagonalArray;

    /// <summary>The off-diagonal of T, P − 1 numbers.</summary>
    public ReadOnlySpan<double> OffDiagonal => OffDiagonalArray;

    private protected double[] DiagonalArray { get; }

    private protected double[] OffDiagonalArray { get; }

    /// <summary>Hᵀ B (into the tridiagonal basis) or H B (back), O(P²) a column.</summary>
    /// <param name="columns">B, P×n.</param>
    /// <param name="intoBasis">True for Hᵀ B.</param>
    /// <returns>A new P×n matrix.</returns>
    public abstract Matrix<double> Rotate(Matrix<double> columns, bool intoBasis);

    /// <summary>
    /// C with Cᵀ C = Bᵀ (sK + κ)⁻¹ B, half the work of a rotation; null where κ is below the rounding error P ε of sK, and the sum is not positive definite to rounding.
    /// </summary>
    /// <param name="columns">B, P×n.</param>
    /// <param name="scale">s.</param>
    /// <param name="shift">κ.</param>
    internal abstract Matrix<double>? Whiten(Matrix<double> columns, double scale, double shift);

    /// <summary>All eigenvalues of K, ascending; O(P²).</summary>
    public double[] Eigenvalues() => TridiagonalEigenvalues.Of(DiagonalArray, OffDiagonalArray);

    /// <summary>Whether κ is for certain above the rounding error P ε of sK.</summary>
    internal bool IsAboveRounding(double scale, double shift) => shift > Size * Epsilon * Math.Abs(scale) * Bound();

    /// <summary>A number that no eigenvalue exceeds in magnitude: the largest sum of a row.</summary>
    private double Bound()
    {
        var largest = 0.0;
        for (var i = 0; i < Size; i++)
        {
            var sum = Math.Abs(DiagonalArray[i]) + (i > 0 ? Math.Abs(OffDiagonalArray[i - 1]) : 0) + (i + 1 < Size ? Math.Abs(OffDiagonalArray[i]) : 0);
            largest = Math.Max(largest, sum);
        }

        return largest;
    }
}
