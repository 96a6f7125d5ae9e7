using System.Buffers;
using System.Numerics;

namespace FeatureLearning.Numerics;

/// <summary>
/// Products of a matrix with a block of <see cref="Width"/> columns that lie beside each other in memory (row-major, one row a variable,
/// one column a particle), on the caller's buffers. Each number is summed in one fixed order: the same for any number of threads.
/// </summary>
internal static unsafe class BlockProducts
{
    /// <summary>Columns of a block.</summary>
    public const int Width = 64;

    /// <summary>A row-major m×k matrix for <see cref="Multiply"/>.</summary>
    public static PackedRows<double> Pack(int m, int k, double[] a) => new(a, m, k, k, 1);

    /// <summary>Y ← A X, X k×Width, Y m×Width.</summary>
    public static void Multiply(PackedRows<double> a, double[] x, double[] y)
    {
        const int Lanes = PanelTile.Bytes / sizeof(double), Parts = Width / Lanes;
        var edge = stackalloc double[PanelTile.Rows * Lanes];
        var k = a.Columns;
        var buffer = ArrayPool<double>.Shared.Rent((k * Width) + 8);
        fixed (double* px = x, py = y, start = buffer)
        {
            var panels = Panels.Aligned(start);
            for (var part = 0; part < Parts; part++)
            {
                Panels.Pack(px + (part * Lanes), Lanes, k, 1, Width, Lanes, 1, panels + (part * k * Lanes));
            }

            for (var i = 0; i < a.Panels * Parts; i++)
            {
                var (row, column) = (i / Parts * PanelTile.Rows, i % Parts * Lanes);
                var target = py + (row * Width) + column;
                if (row + PanelTile.Rows <= a.Rows)
                {
                    a.Multiply(i / Parts, panels + (column * k), target, Width);
                    continue;
                }

                var tile = edge;
                a.Multiply(i / Parts, panels + (column * k), tile);
                for (; row < a.Rows; row++, tile += Lanes, target += Width)
                {
                    new Span<double>(tile, Lanes).CopyTo(new Span<double>(target, Lanes));
                }
            }
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    /// <summary>S ← S + A Bᵀ, A m×Width, B n×Width, S m×n row-major.</summary>
    public static void AddOuter(int m, int n, double[] a, double[] b, double[] s) => AddOuter(m, n, a, b, s, symmetric: false);

    /// <summary>The lower triangle of S ← S + A Bᵀ where that product is symmetric, both n×Width.</summary>
    public static void AddSymmetric(int n, double[] a, double[] b, double[] s) => AddOuter(n, n, a, b, s, symmetric: true);

    private static void AddOuter(int m, int n, double[] a, double[] b, double[] s, bool symmetric)
    {
        fixed (double* pa = a, pb = b, ps = s)
        {
            if (WideTiles.AreSupported)
            {
                AddWide(m, n, pa, pb, ps, symmetric);
                return;
            }

            for (var i = 0; i < m; i += 4)
            {
                var rows = Math.Min(4, m - i);
                var end = symmetric ? Math.Min(i + 4, n) : n;
                for (var j = 0; j < end; j += 2)
                {
                    if (rows == 4 && j + 1 < n)
                    {
                        FourByTwo(pa + (i * Width), pb + (j * Width), ps + (i * n) + j, n);
                    }
                    else
                    {
                        Edge(rows, Math.Min(2, n - j), pa + (i * Width), pb + (j * Width), ps + (i * n) + j, n);
                    }
                }
            }
        }
    }

    // Bᵀ once, by cache lines, so that the tiles' columns lie beside each other.
    private static void AddWide(int m, int n, double* a, double* b, double* s, bool symmetric)
    {
        var stride = ((n + WideTiles.Columns - 1) / WideTiles.Columns * WideTiles.Columns) + 8; // 8 more: no multiple of a page
        var buffer = ArrayPool<double>.Shared.Rent(Width * stride);
        fixed (double* transposed = buffer)
        {
            for (var j = 0; j < stride; j += 8)
            {
                for (var c = 0; c < Width; c++)
                {
                    for (var l = j; l < j + 8; l++)
                    {
                        transposed[(c * stride) + l] = l < n ? b[(l * Width) + c] : 0;
                    }
                }
            }

            WideTiles.Add(m, Width, n, a, transposed, stride, s, symmetric);
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    private static void FourByTwo(double* a, double* b, double* s, int stride)
    {
        Vector<double> s00 = default, s01 = default, s10 = default, s11 = default;
        Vector<double> s20 = default, s21 = default, s30 = default, s31 = default;
        for (var c = 0; c < Width; c += Vector<double>.Count)
        {
            Vector<double> b0 = Vector.Load(b + c), b1 = Vector.Load(b + Width + c);
            var f = Vector.Load(a + c);
            s00 = Vector.FusedMultiplyAdd(f, b0, s00);
            s01 = Vector.FusedMultiplyAdd(f, b1, s01);
            f = Vector.Load(a + Width + c);
            s10 = Vector.FusedMultiplyAdd(f, b0, s10);
            s11 = Vector.FusedMultiplyAdd(f, b1, s11);
            f = Vector.Load(a + (2 * Width) + c);
            s20 = Vector.FusedMultiplyAdd(f, b0, s20);
            s21 = Vector.FusedMultiplyAdd(f, b1, s21);
            f = Vector.Load(a + (3 * Width) + c);
            s30 = Vector.FusedMultiplyAdd(f, b0, s30);
            s31 = Vector.FusedMultiplyAdd(f, b1, s31);
        }

        s[0] += Vector.Sum(s00);
        s[1] += Vector.Sum(s01);
        s[stride] += Vector.Sum(s10);
        s[stride + 1] += Vector.Sum(s11);
        s[2 * stride] += Vector.Sum(s20);
        s[(2 * stride) + 1] += Vector.Sum(s21);
        s[3 * stride] += Vector.Sum(s30);
        s[(3 * stride) + 1] += Vector.Sum(s31);
    }

    private static void Edge(int rows, int columns, double* a, double* b, double* s, int stride)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                Vector<double> sum = default;
                for (var c = 0; c < Width; c += Vector<double>.Count)
                {
                    sum = Vector.FusedMultiplyAdd(Vector.Load(a + (i * Width) + c), Vector.Load(b + (j * Width) + c), sum);
                }

                s[(i * stride) + j] += Vector.Sum(sum);
            }
        }
    }
}
