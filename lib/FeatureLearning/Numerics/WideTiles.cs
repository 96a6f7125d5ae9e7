using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics;

/// <summary>
/// Matrix products in tiles of 8 rows and 16 columns that stay in the registers of processors with vectors of 512 bits. Each number is the sum over k in ascending
/// order with one rounding a step.
/// </summary>
internal static unsafe class WideTiles
{
    /// <summary>Columns of a tile: X must have a multiple of it.</summary>
    public const int Columns = 16;

    private const int Rows = 8;

    /// <summary>Whether this processor has such vectors.</summary>
    public static bool AreSupported => Vector512.IsHardwareAccelerated;

    /// <summary>
    /// S ← S + A X, A m×k, X k×stride with zeros beyond column n, S m×n; of a symmetric product only the tiles that the lower triangle touches.
    /// </summary>
    public static void Add(int m, int k, int n, double* a, double* x, int stride, double* s, bool symmetric)
    {
        var tile = stackalloc double[Rows * Columns];
        for (var i = 0; i < m; i += Rows)
        {
            var rows = Math.Min(Rows, m - i);
            var end = symmetric ? Math.Min(i + rows, n) : n;
            for (var j = 0; j < end; j += Columns)
            {
                if (rows == Rows)
                {
                    Eight(k, a + (i * k), x + j, stride, tile, Columns);
                }
                else
                {
                    for (var row = 0; row < rows; row++)
                    {
                        One(k, a + ((i + row) * k), x + j, stride, tile + (row * Columns));
                    }
                }

                AddTile(rows, Math.Min(Columns, n - j), tile, s + (i * n) + j, n);
            }
        }
    }

    private static void AddTile(int rows, int columns, double* tile, double* s, int n)
    {
        for (var row = 0; row < rows; row++, tile += Columns, s += n)
        {
            if (columns == Columns)
            {
                (Vector512.Load(s) + Vector512.Load(tile)).Store(s);
                (Vector512.Load(s + 8) + Vector512.Load(tile + 8)).Store(s + 8);
                continue;
            }

            for (var j = 0; j < columns; j++)
            {
                s[j] += tile[j];
            }
        }
    }

    // Sixteen sums in sixteen named registers: an array of them would live in memory.
    private static void Eight(int k, double* a, double* x, int stride, double* y, int yStride)
    {
        double* a1 = a + k, a2 = a1 + k, a3 = a2 + k, a4 = a3 + k, a5 = a4 + k, a6 = a5 + k, a7 = a6 + k;
        Vector512<double> p0 = default, p1 = default, p2 = default, p3 = default, p4 = default, p5 = default, p6 = default, p7 = default;
        Vector512<double> q0 = default, q1 = default, q2 = default, q3 = default, q4 = default, q5 = default, q6 = default, q7 = default;
        for (var l = 0; l < k; l++, x += stride)
        {
            Vector512<double> left = Vector512.Load(x), right = Vector512.Load(x + 8);
            (p0, q0) = Fused(a[l], left, right, p0, q0);
            (p1, q1) = Fused(a1[l], left, right, p1, q1);
            (p2, q2) = Fused(a2[l], left, right, p2, q2);
            (p3, q3) = Fused(a3[l], left, right, p3, q3);
            (p4, q4) = Fused(a4[l], left, right, p4, q4);
            (p5, q5) = Fused(a5[l], left, right, p5, q5);
            (p6, q6) = Fused(a6[l], left, right, p6, q6);
            (p7, q7) = Fused(a7[l], left, right, p7, q7);
        }

        Store(p0, q0, y);
        Store(p1, q1, y + yStride);
        Store(p2, q2, y + (2 * yStride));
        Store(p3, q3, y + (3 * yStride));
        Store(p4, q4, y + (4 * yStride));
        Store(p5, q5, y + (5 * yStride));
        Store(p6, q6, y + (6 * yStride));
        Store(p7, q7, y + (7 * yStride));
    }

    private static void One(int k, double* a, double* x, int stride, double* y)
    {
        Vector512<double> p = default, q = default;
        for (var l = 0; l < k; l++, x += stride)
        {
            (p, q) = Fused(a[l], Vector512.Load(x), Vector512.Load(x + 8), p, q);
        }

        Store(p, q, y);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> P, Vector512<double> Q) Fused(
        double factor, Vector512<double> left, Vector512<double> right, Vector512<double> p, Vector512<double> q)
    {
        var f = Vector512.Create(factor);
        return (Vector512.FusedMultiplyAdd(f, left, p), Vector512.FusedMultiplyAdd(f, right, q));
    }

    private static void Store(Vector512<double> p, Vector512<double> q, double* y)
    {
        p.Store(y);
        q.Store(y + 8);
    }
}
