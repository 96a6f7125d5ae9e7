using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>
/// The Householder reflectors of a panel of <see cref="TileProducts.Size"/> columns, row-major: panel = Q R with Q = I − V T Vᵀ. V takes the panel's place.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>v_k</term><description>column k of V: zero above row k, 1 in row k; zero altogether where nothing is left to annihilate</description></item>
/// <item><term>τ_k</term><description>2/|v_k|², or 0; the diagonal of T, which is upper triangular</description></item>
/// </list>
/// A reflector and the products of the next column with all others are one pass over the panel, which stays in the second-level cache. Source: the compact form is
/// Schreiber and Van Loan, SIAM J. Sci. Stat. Comput. 10, 53 (1989).
/// </remarks>
internal static unsafe class PanelReflectors
{
    private const int Size = TileProducts.Size;

    /// <summary>Factorises a panel of so many rows, at least <see cref="Size"/>; entries are at most about 1, so that squares below 10⁻²⁸⁰ are nothing.</summary>
    /// <param name="panel">The panel, then V.</param>
    /// <param name="rows">A multiple of <see cref="Size"/>.</param>
    /// <param name="triangle">R, one tile.</param>
    /// <param name="t">T, one tile.</param>
    public static void Factor(double* panel, int rows, double* triangle, double* t)
    {
        double* products = stackalloc double[Size], step = stackalloc double[Size], scales = stackalloc double[Size], taus = stackalloc double[Size];
        Pass(panel, rows, -1, step, products);
        for (var k = 0; k < Size; k++)
        {
            var row = panel + (k * Size);
            new Span<double>(step, Size).Clear();
            (scales[k], taus[k]) = (0, 0);
            if (products[k] > 1e-280)
            {
                var norm = Math.Sqrt((row[k] * row[k]) + products[k]);
                var image = row[k] > 0 ? -norm : norm;
                var top = row[k] - image;
                var tau = 2 / ((top * top) + products[k]);
                for (var j = k + 1; j < Size; j++)
                {
                    step[j] = -tau * ((top * row[j]) + products[j]);
                    row[j] += top * step[j];
                }

                (row[k], scales[k], taus[k]) = (image, 1 / top, tau * top * top);
            }

            Pass(panel, rows, k, step, products);
        }

        Normalize(panel, rows, scales, taus, triangle);
        Couple(panel, rows, taus, t);
    }

    // Rows below row k: each gets its entry in column k times the step; then the products of column k + 1, below its own first row, with all columns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass(double* panel, int rows, int k, double* step, double* products)
    {
        Vector512<double> g0 = Vector512.Load(step), g1 = Vector512.Load(step + 8), g2 = Vector512.Load(step + 16), g3 = Vector512.Load(step + 24);
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        var next = Math.Min(k + 1, Size - 1);
        var current = Math.Max(k, 0);
        var nextStep = step[next];
        var end = panel + ((long)rows * Size);
        for (var row = panel + ((k + 1) * Size); row < end; row += Size)
        {
            var x = k < 0 ? 0 : row[current];
            var y = row == panel + ((k + 1) * Size) ? 0 : Math.FusedMultiplyAdd(x, nextStep, row[next]);
            Vector512<double> vx = Vector512.Create(x), vy = Vector512.Create(y);
            var r0 = Vector512.FusedMultiplyAdd(vx, g0, Vector512.Load(row));
            var r1 = Vector512.FusedMultiplyAdd(vx, g1, Vector512.Load(row + 8));
            var r2 = Vector512.FusedMultiplyAdd(vx, g2, Vector512.Load(row + 16));
            var r3 = Vector512.FusedMultiplyAdd(vx, g3, Vector512.Load(row + 24));
            r0.Store(row);
            r1.Store(row + 8);
            r2.Store(row + 16);
            r3.Store(row + 24);
            s0 = Vector512.FusedMultiplyAdd(vy, r0, s0);
            s1 = Vector512.FusedMultiplyAdd(vy, r1, s1);
            s2 = Vector512.FusedMultiplyAdd(vy, r2, s2);
            s3 = Vector512.FusedMultiplyAdd(vy, r3, s3);
        }

        s0.Store(products);
        s1.Store(products + 8);
        s2.Store(products + 16);
        s3.Store(products + 24);
    }

    // R out of the first tile, and v_k with 1 in row k.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize(double* panel, int rows, double* scales, double* taus, double* triangle)
    {
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                var at = (i * Size) + j;
                triangle[at] = j >= i ? panel[at] : 0;
                panel[at] = j < i ? panel[at] * scales[j] : j == i && taus[j] != 0 ? 1 : 0;
            }
        }

        var factors = new ReadOnlySpan<double>(scales, Size);
        for (var i = Size; i < rows; i++)
        {
            Spans.Multiply(new Span<double>(panel + ((long)i * Size), Size), factors);
        }
    }

    // T by columns: T e_k = τ_k (e_k − T Vᵀ v_k) over the columns before k.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Couple(double* panel, int rows, double* taus, double* t)
    {
        var overlaps = stackalloc double[TileProducts.Area];
        new Span<double>(overlaps, TileProducts.Area).Clear();
        for (var i = 0; i < rows; i += Size)
        {
            TileProducts.AddTransposed(panel + ((long)i * Size), panel + ((long)i * Size), overlaps);
        }

        new Span<double>(t, TileProducts.Area).Clear();
        for (var k = 0; k < Size; k++)
        {
            t[(k * Size) + k] = taus[k];
            for (var i = 0; i < k; i++)
            {
                var sum = 0.0;
                for (var j = i; j < k; j++)
                {
                    sum += t[(i * Size) + j] * overlaps[(j * Size) + k];
                }

                t[(i * Size) + k] = -taus[k] * sum;
            }
        }
    }
}
