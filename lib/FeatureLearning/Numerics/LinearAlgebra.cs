using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Numerics;

/// <summary>
/// The dense linear algebra that the solvers need, in one of two interchangeable forms: native BLAS and LAPACK found at
/// run time, or managed code that needs nothing installed. Both give the same answers to rounding.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>K</term><description>a symmetric matrix, P×P</description></item>
/// <item><term>U, λ</term><description>K = U diag(λ) Uᵀ with U orthogonal</description></item>
/// </list>
/// Matrices are MathNet's dense, column-major ones; no method changes its arguments.
/// </remarks>
public abstract class LinearAlgebra
{
    private static readonly Lazy<LinearAlgebra?> FoundNative = new(NativeLinearAlgebra.TryLoad);

    private protected LinearAlgebra()
    {
    }

    /// <summary>Managed code (MathNet.Numerics), always available.</summary>
    public static LinearAlgebra Managed { get; } = new ManagedLinearAlgebra();

    /// <summary>
    /// Native BLAS and LAPACK, or <see langword="null"/> where no library was found. The environment variable
    /// <c>FEATURELEARNING_BLAS</c> names a library file, or <c>managed</c> to use none; it is read once.
    /// </summary>
    public static LinearAlgebra? Native => FoundNative.Value;

    /// <summary><see cref="Native"/> where found, otherwise <see cref="Managed"/>.</summary>
    public static LinearAlgebra Best => Native ?? Managed;

    /// <summary>What computes, for reports: <c>managed (MathNet.Numerics)</c> or the library's file name.</summary>
    public abstract string Name { get; }

    /// <summary>The product op(A) op(B), where op transposes if asked to.</summary>
    /// <param name="a">A, m×k after op.</param>
    /// <param name="b">B, k×n after op.</param>
    /// <param name="transposeA">Use Aᵀ.</param>
    /// <param name="transposeB">Use Bᵀ.</param>
    /// <returns>An m×n matrix.</returns>
    /// <exception cref="ArgumentException">The inner dimensions differ.</exception>
    public Matrix<double> Multiply(Matrix<double> a, Matrix<double> b, bool transposeA = false, bool transposeB = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var inner = transposeA ? a.RowCount : a.ColumnCount;
        var innerB = transposeB ? b.ColumnCount : b.RowCount;
        if (inner != innerB)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The product's inner dimensions differ: {inner} and {innerB}."), nameof(b));
        }

        return MultiplyCore(a, b, transposeA, transposeB);
    }

    /// <summary>The Gram matrix X Xᵀ of the rows of X, both triangles filled.</summary>
    /// <param name="x">X, P×D.</param>
    /// <returns>A symmetric P×P matrix.</returns>
    public abstract Matrix<double> Gram(Matrix<double> x);

    /// <summary>All eigenvalues, ascending, and eigenvectors of a symmetric matrix, K = U diag(λ) Uᵀ; O(P³).</summary>
    /// <param name="symmetric">K, P×P; only one triangle is read.</param>
    /// <exception cref="ArgumentException">K is not square, or has an entry that is not finite.</exception>
    public (double[] Values, Matrix<double> Vectors) Eigenvectors(Matrix<double> symmetric)
    {
        Require.Square(symmetric, nameof(symmetric));
        Require.Finite(symmetric, nameof(symmetric));
        return EigenvectorsCore(symmetric);
    }

    /// <summary>
    /// Limits the native library to some threads a product until disposed; managed code has one. With one thread, roundings do not depend on the
    /// number of cores. It is a setting of the whole process.
    /// </summary>
    /// <param name="threads">At least 1.</param>
    /// <exception cref="ArgumentException">Less than 1.</exception>
    public IDisposable LimitThreads(int threads) => DenseRoutines.Of(this).LimitThreads(Require.Positive(threads, nameof(threads)));

    private protected abstract Matrix<double> MultiplyCore(Matrix<double> a, Matrix<double> b, bool transposeA, bool transposeB);

    private protected abstract (double[] Values, Matrix<double> Vectors) EigenvectorsCore(Matrix<double> symmetric);

    /// <summary>The column-major numbers of a matrix: its own array if it is dense, otherwise a copy.</summary>
    internal static double[] ColumnMajor(Matrix<double> matrix) =>
        matrix.AsColumnMajorArray() ?? matrix.ToColumnMajorArray();
}
