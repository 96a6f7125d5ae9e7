using System.Buffers;
using System.Runtime.CompilerServices;

namespace FeatureLearning.Numerics;

/// <summary>
/// C ← C + α op(A) op(B) by <see cref="PanelTile"/>, column-major with leading dimensions, on one thread: blocks of both operands are packed as the tile reads them, and
/// each number of C is summed in an order that depends on the shapes alone.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>op(A), op(B)</term><description>m×k and k×n</description></item>
/// </list>
/// The tile's 16 lanes are rows of C, its 12 rows are columns of C, since columns are what lies together here.
/// </remarks>
internal static unsafe class PanelProducts
{
    /// <summary>Inner dimension of a block: a panel of A has 32 KiB, one of B 24 KiB.</summary>
    private const int Depth = 256;

    /// <summary>Rows of a block of A: half a megabyte, for the second-level cache.</summary>
    private const int Height = 256;

    private const int Lanes = PanelTile.Bytes / sizeof(double), Columns = PanelTile.Rows;

    /// <summary>Whether packing pays.</summary>
    public static bool Pays(int m, int n, int k) => m >= 8 && n >= 6 && k >= 8;

    public static void MultiplyAdd(bool transposeA, bool transposeB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double* c, int ldc)
    {
        var panels = (n + Columns - 1) / Columns;
        var depth = Math.Min(k, Depth);
        double[] packedA = Rent(Height * depth), packedB = Rent(panels * Columns * depth);
        fixed (double* startA = packedA, startB = packedB)
        {
            double* pa = Panels.Aligned(startA), pb = Panels.Aligned(startB);
            for (var from = 0; from < k; from += Depth)
            {
                var inner = Math.Min(Depth, k - from);
                Panels.Pack(transposeB ? b + ((long)from * ldb) : b + from, n, inner, transposeB ? 1 : ldb, transposeB ? ldb : 1, Columns, alpha, pb);
                for (var row = 0; row < m; row += Height)
                {
                    var rows = Math.Min(Height, m - row);
                    var block = transposeA ? a + ((long)row * lda) + from : a + row + ((long)from * lda);
                    Panels.Pack(block, rows, inner, transposeA ? lda : 1, transposeA ? 1 : lda, Lanes, 1, pa);
                    Block(rows, n, inner, pa, pb, c + row, ldc);
                }
            }
        }

        ArrayPool<double>.Shared.Return(packedA);
        ArrayPool<double>.Shared.Return(packedB);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    private static void Block(int rows, int n, int depth, double* a, double* b, double* c, int ldc)
    {
        var tile = stackalloc double[(Columns * Lanes) + 8];
        tile = Panels.Aligned(tile);
        for (var column = 0; column < n; column += Columns, b += (long)Columns * depth)
        {
            var columns = Math.Min(Columns, n - column);
            var panel = a;
            for (var row = 0; row < rows; row += Lanes, panel += (long)Lanes * depth)
            {
                PanelTile.Multiply(depth, b, panel, tile);
                var height = Math.Min(Lanes, rows - row);
                for (var j = 0; j < columns; j++)
                {
                    Spans.AddScaled(new Span<double>(c + row + ((long)(column + j) * ldc), height), 1, new ReadOnlySpan<double>(tile + (j * Lanes), height));
                }
            }
        }
    }

    private static double[] Rent(int length) => ArrayPool<double>.Shared.Rent(length + (2 * Height) + 8 + (Lanes * Depth));
}
