namespace FeatureLearning.Numerics;

/// <summary>
/// The products and Cholesky solves of the samplers, on caller-owned column-major buffers, so that a sampling step allocates nothing.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>op(A)</term><description>A or Aᵀ</description></item>
/// <item><term>L</term><description>lower Cholesky factor, A = L Lᵀ; the upper triangle is left as it was</description></item>
/// </list>
/// Lengths are the callers' duty: this type is internal.
/// </remarks>
internal abstract unsafe class DenseRoutines
{
    /// <summary>The routines that belong to a linear algebra.</summary>
    public static DenseRoutines Of(LinearAlgebra algebra) =>
        ReferenceEquals(algebra, LinearAlgebra.Managed) ? ManagedDenseRoutines.Instance : NativeDenseRoutines.Load(algebra.Name);

    /// <summary>
    /// Limits the native library to some threads until disposed, so that chains on several cores do not compete, and results
    /// do not depend on how a product was split.
    /// </summary>
    public abstract IDisposable LimitThreads(int threads);

    /// <summary>C ← α op(A) op(B) + β C, C m×n, inner dimension k, leading dimensions as stored.</summary>
    public void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, double alpha, double[] a, double[] b, double beta, double[] c)
    {
        fixed (double* pa = a, pb = b, pc = c)
        {
            Multiply(transposeA, transposeB, m, n, k, alpha, pa, transposeA ? k : m, pb, transposeB ? n : k, beta, pc);
        }
    }

    /// <summary>A = L Lᵀ in place, n×n, lower triangle.</summary>
    /// <exception cref="ArithmeticException">A is not positive definite to rounding.</exception>
    public void Cholesky(int n, double[] a)
    {
        fixed (double* pa = a)
        {
            if (Factorize(n, pa) is var info and not 0)
            {
                throw new ArithmeticException(FormattableString.Invariant($"The matrix is not positive definite in column {info}."));
            }
        }
    }

    /// <summary>A = L Lᵀ in place; false where A is not positive definite to rounding, and then A is destroyed.</summary>
    public bool TryCholesky(int n, double[] a)
    {
        fixed (double* pa = a)
        {
            return Factorize(n, pa) == 0;
        }
    }

    /// <summary>B ← (L Lᵀ)⁻¹ B, B n×columns.</summary>
    public void CholeskySolve(int n, int columns, double[] l, double[] b)
    {
        fixed (double* pl = l, pb = b)
        {
            Solve(n, columns, pl, pb);
        }
    }

    /// <summary>L ← (L Lᵀ)⁻¹, both triangles filled.</summary>
    public void CholeskyInverse(int n, double[] l)
    {
        fixed (double* pl = l)
        {
            Invert(n, pl);
        }

        Triangles.Mirror(l, n, threads: 1);
    }

    /// <summary>log det (L Lᵀ).</summary>
    public static double LogDeterminant(int n, double[] l)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            sum += Math.Log(l[i + (i * n)]);
        }

        return 2 * sum;
    }

    private protected abstract void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c);

    private protected abstract int Factorize(int n, double* a);

    private protected abstract void Solve(int n, int columns, double* l, double* b);

    private protected abstract void Invert(int n, double* l);
}
