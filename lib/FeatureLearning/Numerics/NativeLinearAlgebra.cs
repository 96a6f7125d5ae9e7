using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Numerics;

/// <summary>OpenBLAS (or any library with the same BLAS, CBLAS and LAPACK symbols and 32-bit integers), called by function pointer.</summary>
internal sealed unsafe class NativeLinearAlgebra : LinearAlgebra
{
    private readonly LapackFunctions lapack;

    private NativeLinearAlgebra(LapackFunctions lapack) => this.lapack = lapack;

    public override string Name => lapack.LibraryName;

    /// <summary>The first usable native library, or null.</summary>
    public static LinearAlgebra? TryLoad() => LapackFunctions.TryLoad() is { } found ? new NativeLinearAlgebra(found) : null;

    public override Matrix<double> Gram(Matrix<double> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return MultiplyCore(x, x, false, true);
    }

    private protected override Matrix<double> MultiplyCore(Matrix<double> a, Matrix<double> b, bool transposeA, bool transposeB)
    {
        var m = transposeA ? a.ColumnCount : a.RowCount;
        var k = transposeA ? a.RowCount : a.ColumnCount;
        var n = transposeB ? b.RowCount : b.ColumnCount;
        var product = new double[checked(m * n)];
        fixed (double* pa = ColumnMajor(a), pb = ColumnMajor(b), pc = product)
        {
            lapack.Multiply(m, n, k, pa, a.RowCount, transposeA, pb, b.RowCount, transposeB, pc);
        }

        return Matrix<double>.Build.Dense(m, n, product);
    }

    private protected override (double[] Values, Matrix<double> Vectors) EigenvectorsCore(Matrix<double> symmetric)
    {
        var n = symmetric.RowCount;
        double[] reflectors = symmetric.ToColumnMajorArray(), values = new double[n], off = new double[n], scales = new double[n], vectors = new double[n * n];
        fixed (double* pa = reflectors, pd = values, pe = off, pt = scales, pz = vectors)
        {
            lapack.Tridiagonalize(n, pa, pd, pe, pt);
            lapack.TridiagonalEigenvectors(n, pd, pe, pz);
            lapack.ApplyReflectors(n, n, pa, pt, pz, transpose: false);
        }

        return (values, Matrix<double>.Build.Dense(n, n, vectors));
    }
}
