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
    private protected TridiagonalForm(double[] diagonal, double[] offDiagonal)
    {
        DiagonalArray = diagonal;
        OffDiagonalArray = offDiagonal;
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

    /// <summary>All eigenvalues of K, ascending; O(P²).</summary>
    public abstract double[] Eigenvalues();

    /// <summary>All eigenvalues, ascending, and eigenvectors of K: K = U diag(λ) Uᵀ; O(P³).</summary>
    public abstract (double[] Values, Matrix<double> Vectors) Eigenvectors();
}
