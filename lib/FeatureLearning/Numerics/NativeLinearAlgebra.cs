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

    private protected override TridiagonalForm TridiagonalizeCore(Matrix<double> symmetric)
    {
        var n = symmetric.RowCount;
        var reflectors = symmetric.ToColumnMajorArray();
        double[] diagonal = new double[n], offDiagonal = new double[Math.Max(n - 1, 0)], scales = new double[Math.Max(n - 1, 0)];
        fixed (double* pa = reflectors, pd = diagonal, pe = offDiagonal, pt = scales)
        {
            lapack.Tridiagonalize(n, pa, pd, pe, pt);
        }

        return new Reflected(lapack, diagonal, offDiagonal, reflectors, scales);
    }

    private sealed class Reflected(LapackFunctions lapack, double[] diagonal, double[] offDiagonal, double[] reflectors, double[] scales)
        : TridiagonalForm(diagonal, offDiagonal)
    {
        public override Matrix<double> Rotate(Matrix<double> columns, bool intoBasis)
        {
            var rotated = columns.ToColumnMajorArray();
            if (columns.ColumnCount == 1)
            {
                RotateVector(rotated, intoBasis);
                return Matrix<double>.Build.Dense(Size, 1, rotated);
            }

            RotateInPlace(rotated, columns.ColumnCount, intoBasis);
            return Matrix<double>.Build.Dense(Size, columns.ColumnCount, rotated);
        }

        public override double[] Eigenvalues()
        {
            double[] values = [.. DiagonalArray], work = [.. OffDiagonalArray];
            fixed (double* pd = values, pe = work)
            {
                lapack.TridiagonalEigenvalues(Size, pd, pe);
            }

            return values;
        }

        public override (double[] Values, Matrix<double> Vectors) Eigenvectors()
        {
            double[] values = [.. DiagonalArray], work = [.. OffDiagonalArray], vectors = new double[Size * Size];
            fixed (double* pd = values, pe = work, pz = vectors)
            {
                lapack.TridiagonalEigenvectors(Size, pd, pe, pz);
            }

            RotateInPlace(vectors, Size, intoBasis: false);
            return (values, Matrix<double>.Build.Dense(Size, Size, vectors));
        }

        // One reflector after the other: for a single vector LAPACK's blocks of reflectors cost more than they save. Reflector i has zeros up to i, a one that is not
        // stored, and the column below.
        private void RotateVector(double[] x, bool intoBasis)
        {
            lock (reflectors)
            {
                for (var step = 0; step < Size - 1; step++)
                {
                    var i = intoBasis ? step : Size - 2 - step;
                    ReadOnlySpan<double> column = reflectors.AsSpan((i * Size) + i + 2, Size - i - 2);
                    var rest = x.AsSpan(i + 2);
                    var factor = scales[i] * (x[i + 1] + Spans.Dot(column, rest));
                    x[i + 1] -= factor;
                    Spans.AddScaled(rest, -factor, column);
                }
            }
        }

        private void RotateInPlace(double[] columnMajor, int columns, bool intoBasis)
        {
            lock (reflectors) // dormtr writes ones into the reflectors while it works, and restores them
            fixed (double* pa = reflectors, pt = scales, pc = columnMajor)
            {
                lapack.ApplyReflectors(Size, columns, pa, pt, pc, intoBasis);
            }
        }
    }
}
