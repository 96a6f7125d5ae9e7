using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FeatureLearning.Numerics;

namespace FeatureLearning.Theory;

/// <summary>Sums over the rows of a strip of <see cref="StripCholesky.Lanes"/> columns, row-major; one number a column.</summary>
internal static unsafe class StripSums
{
    private const int Lanes = StripCholesky.Lanes;

    /// <summary>sums ← sums + Xᵀw.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Numerics.Tridiagonal.TileProducts
    public static void AddOverlaps(double* strip, ReadOnlySpan<double> weights, double* sums)
    {
        Vector512<double> l0 = default, r0 = default, l1 = default, r1 = default;
        var i = 0;
        for (; i + 1 < weights.Length; i += 2, strip += 2 * Lanes)
        {
            Vector512<double> even = Vector512.Create(weights[i]), odd = Vector512.Create(weights[i + 1]);
            l0 = Vector512.FusedMultiplyAdd(even, Vector512.Load(strip), l0);
            r0 = Vector512.FusedMultiplyAdd(even, Vector512.Load(strip + 8), r0);
            l1 = Vector512.FusedMultiplyAdd(odd, Vector512.Load(strip + 16), l1);
            r1 = Vector512.FusedMultiplyAdd(odd, Vector512.Load(strip + 24), r1);
        }

        if (i < weights.Length)
        {
            var last = Vector512.Create(weights[i]);
            l0 = Vector512.FusedMultiplyAdd(last, Vector512.Load(strip), l0);
            r0 = Vector512.FusedMultiplyAdd(last, Vector512.Load(strip + 8), r0);
        }

        Add(sums, 1, l0 + l1, r0 + r1);
    }

    /// <summary>sums ← sums + factor · (|x|² of each column).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquares(double* strip, int rows, double factor, double* sums)
    {
        Vector512<double> l0 = default, r0 = default, l1 = default, r1 = default;
        for (var i = 0; i < rows; i += 2, strip += 2 * Lanes) // whole panels: an even number
        {
            Vector512<double> a = Vector512.Load(strip), b = Vector512.Load(strip + 8), c = Vector512.Load(strip + 16), d = Vector512.Load(strip + 24);
            l0 = Vector512.FusedMultiplyAdd(a, a, l0);
            r0 = Vector512.FusedMultiplyAdd(b, b, r0);
            l1 = Vector512.FusedMultiplyAdd(c, c, l1);
            r1 = Vector512.FusedMultiplyAdd(d, d, r1);
        }

        Add(sums, factor, l0 + l1, r0 + r1);
    }

    /// <summary>X ← X + w cᵀ with w a number a row and c a number a column.</summary>
    public static void AddOuter(double* strip, ReadOnlySpan<double> rows, double* columns)
    {
        Vector512<double> left = Vector512.Load(columns), right = Vector512.Load(columns + 8);
        foreach (var row in rows)
        {
            var factor = Vector512.Create(row);
            Vector512.FusedMultiplyAdd(factor, left, Vector512.Load(strip)).Store(strip);
            Vector512.FusedMultiplyAdd(factor, right, Vector512.Load(strip + 8)).Store(strip + 8);
            strip += Lanes;
        }
    }

    private static void Add(double* sums, double factor, Vector512<double> left, Vector512<double> right)
    {
        var f = Vector512.Create(factor);
        Vector512.FusedMultiplyAdd(f, left, Vector512.Load(sums)).Store(sums);
        Vector512.FusedMultiplyAdd(f, right, Vector512.Load(sums + 8)).Store(sums + 8);
    }
}
