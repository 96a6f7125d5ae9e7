using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Numerics;

/// <summary>
/// The one factorisation that a kernel on a data set needs: its tridiagonal form (O(P³), a sixth of the time of an eigendecomposition), eigenvalues, eigenvectors, each
/// when first asked for. Safe to share between threads.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>K</term><description>a symmetric positive semidefinite matrix, P×P</description></item>
/// <item><term>H, T</term><description>K = H T Hᵀ, T tridiagonal</description></item>
/// <item><term>U, λ</term><description>K = U diag(λ) Uᵀ, λ ascending; those below rounding, P·2⁻⁵² λ_max, are 0</description></item>
/// </list>
/// </remarks>
public sealed class KernelFactorization
{
    private readonly Matrix<double> kernel;
    private readonly Lazy<TridiagonalForm> form;
    private readonly Lazy<double[]> eigenvalues;
    private readonly Lazy<(double[] Values, Matrix<double> Vectors)> eigensystem;

    /// <summary>Takes K, to be factorised when needed.</summary>
    /// <param name="kernel">K, P×P, symmetric positive semidefinite, finite; kept, not copied, and not to be written to afterwards.</param>
    /// <param name="algebra">Who computes; <see cref="LinearAlgebra.Best"/> by default.</param>
    /// <exception cref="ArgumentException">K is not square, or has an entry that is not finite.</exception>
    public KernelFactorization(Matrix<double> kernel, LinearAlgebra? algebra = null)
    {
        Require.Square(kernel, nameof(kernel));
        Require.Finite(kernel, nameof(kernel));
        Algebra = algebra ?? LinearAlgebra.Best;
        Size = kernel.RowCount;
        this.kernel = kernel;
        form = new(() => TridiagonalForm.Of(kernel));
        eigensystem = new(() => Algebra.Eigenvectors(kernel) is var (values, vectors) ? (Clip(values), vectors) : default);
        eigenvalues = new(() => eigensystem.IsValueCreated ? eigensystem.Value.Values : Clip(form.Value.Eigenvalues()));
    }

    /// <summary>P, the number of points.</summary>
    public int Size { get; }

    /// <summary>Who computed it, and computes what follows from it.</summary>
    public LinearAlgebra Algebra { get; }

    /// <summary>λ, ascending, 0 below rounding; O(P²) at first use.</summary>
    public ReadOnlySpan<double> Eigenvalues => eigenvalues.Value;

    /// <summary>U, P×P, its columns the eigenvectors in the order of <see cref="Eigenvalues"/>; O(P³) at first use.</summary>
    public Matrix<double> Eigenvectors => eigensystem.Value.Vectors;

    internal TridiagonalForm Form => form.Value;

    /// <summary>The Cholesky factor of sK + κ; null where κ is below the rounding error P ε of sK, and the sum is not positive definite to rounding.</summary>
    internal StripCholesky? Factor(double scale, double shift) => Form.IsAboveRounding(scale, shift)
        ? StripCholesky.Of(LinearAlgebra.ColumnMajor(kernel), Size, scale, shift)
        : null;

    /// <summary>Hᵀ B or H B for P×n columns B.</summary>
    internal Matrix<double> Rotate(Matrix<double> columns, bool intoBasis) => Form.Rotate(columns, intoBasis);

    /// <summary>Hᵀ b or H b.</summary>
    internal double[] Rotate(ReadOnlySpan<double> vector, bool intoBasis) =>
        Form.Rotate(Matrix<double>.Build.Dense(Size, 1, vector.ToArray()), intoBasis).ToColumnMajorArray();

    /// <summary>Uᵀ b.</summary>
    internal double[] ToEigenbasis(ReadOnlySpan<double> vector) =>
        Algebra.Multiply(Eigenvectors, Matrix<double>.Build.Dense(Size, 1, vector.ToArray()), transposeA: true).ToColumnMajorArray();

    /// <summary>U b.</summary>
    internal double[] FromEigenbasis(ReadOnlySpan<double> vector) =>
        Algebra.Multiply(Eigenvectors, Matrix<double>.Build.Dense(Size, 1, vector.ToArray())).ToColumnMajorArray();

    // Below the rounding error of the largest eigenvalue a small one is noise; a kernel has none below 0.
    private static double[] Clip(double[] values)
    {
        var floor = values.Length == 0 ? 0 : values.Length * 2.3e-16 * values[^1];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = values[i] > floor ? values[i] : 0;
        }

        return values;
    }
}
