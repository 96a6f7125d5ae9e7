namespace FeatureLearning.Numerics;

/// <summary>
/// The Cholesky factor A = L Lᵀ of a symmetric positive definite matrix, in managed code, whose order of operations no number of threads
/// changes.
/// </summary>
internal sealed class PositiveDefinite
{
    private static readonly DenseRoutines Routines = ManagedDenseRoutines.Instance;

    private readonly int size;
    private readonly double[] factor; // column-major, lower triangle

    private PositiveDefinite(int size, double[] factor) => (this.size, this.factor) = (size, factor);

    /// <summary>Factorises A + shift; null where that is not positive definite to rounding. A is row-major; only its lower triangle is read.</summary>
    public static PositiveDefinite? Factor(int n, double[] a, double shift) => Factor(n, a, shift, new double[n * n]);

    /// <summary>The same with the factor in an array of n² numbers that the caller lends, for who factorises again and again.</summary>
    public static PositiveDefinite? Factor(int n, double[] a, double shift, double[] l)
    {
        a.AsSpan(0, l.Length).CopyTo(l); // row by row this is the upper triangle of columns
        Triangles.MirrorUpper(l, n, threads: 1);
        for (var i = 0; i < n; i++)
        {
            l[i * (n + 1)] += shift;
        }

        if (!Routines.TryCholesky(n, l))
        {
            return null;
        }

        for (var i = 0; i < n; i++)
        {
            var root = l[i * (n + 1)];
            if (!(root * root > 1e-15 * Math.Abs(a[i * (n + 1)] + shift)) || !double.IsFinite(root))
            {
                return null;
            }
        }

        return new PositiveDefinite(n, l);
    }

    /// <summary>A⁻¹b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        double[] x = [.. b];
        Routines.CholeskySolve(size, 1, factor, x);
        return x;
    }

    /// <summary>A⁻¹, both triangles, in the array of the factor, which is gone afterwards.</summary>
    public double[] IntoInverse()
    {
        Routines.CholeskyInverse(size, factor);
        return factor;
    }
}
