using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>The Cholesky factor L of sB + κ for the band matrix B of a <see cref="BandForm"/>: O(n) numbers, and O(n) work a column to solve with it.</summary>
internal sealed unsafe class BandCholesky
{
    private const int Size = TileProducts.Size;

    private readonly double[] lower; // row i: L_ij for j = i − Size … i − 1
    private readonly double[] inverse; // 1/L_ii

    private BandCholesky(int n) => (lower, inverse) = (new double[n * Size], new double[n]);

    /// <summary>Factorises the first n rows and columns; null where they are not positive definite to rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static BandCholesky? Of(BandForm form, int n, double scale, double shift)
    {
        var result = new BandCholesky(n);
        for (var i = 0; i < n; i++)
        {
            var row = result.lower.AsSpan(i * Size, Size);
            for (var j = Math.Max(0, i - Size); j < i; j++)
            {
                var common = j - i + Size; // columns before j that both rows have
                var sum = Spans.Dot(row[..common], result.lower.AsSpan((j * Size) + Size - common, common));
                row[common] = ((scale * form.At(i, j)) - sum) * result.inverse[j];
            }

            var pivot = (scale * form.At(i, i)) + shift - Spans.Dot(row, row);
            if (!(pivot > 0))
            {
                return null;
            }

            result.inverse[i] = 1 / Math.Sqrt(pivot);
        }

        return result;
    }

    /// <summary>X ← L⁻¹ X for as many columns as a tile has, row-major.</summary>
    public void SolveStrip(double* x)
    {
        fixed (double* l = lower)
        {
            for (var i = 0; i < inverse.Length; i++)
            {
                var first = Math.Max(0, i - Size);
                Row(l + (i * Size) + (first - i + Size), i - first, x + (first * Size), inverse[i]);
            }
        }
    }

    // The row below so many known ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(double* l, int known, double* x, double inverse)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var j = 0; j < known; j++, x += Size)
        {
            var f = Vector512.Create(l[j]);
            s0 = Vector512.FusedMultiplyAdd(f, Vector512.Load(x), s0);
            s1 = Vector512.FusedMultiplyAdd(f, Vector512.Load(x + 8), s1);
            s2 = Vector512.FusedMultiplyAdd(f, Vector512.Load(x + 16), s2);
            s3 = Vector512.FusedMultiplyAdd(f, Vector512.Load(x + 24), s3);
        }

        var scale = Vector512.Create(inverse);
        (scale * (Vector512.Load(x) - s0)).Store(x);
        (scale * (Vector512.Load(x + 8) - s1)).Store(x + 8);
        (scale * (Vector512.Load(x + 16) - s2)).Store(x + 16);
        (scale * (Vector512.Load(x + 24) - s3)).Store(x + 24);
    }
}
