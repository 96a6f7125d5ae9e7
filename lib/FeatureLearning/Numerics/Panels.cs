using System.Runtime.CompilerServices;

namespace FeatureLearning.Numerics;

/// <summary>Matrices in the order in which <see cref="PanelTile"/> reads them.</summary>
internal static unsafe class Panels
{
    /// <summary>
    /// Packs the numbers (i, l), i &lt; count, l &lt; depth, that are at i·stride + l·inner: so many i of a panel side by side, panel after panel, the last one filled up with zeros.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    public static void Pack(double* source, int count, int depth, int stride, int inner, int width, double factor, double* target)
    {
        for (var i = 0; i < count; i += width)
        {
            var full = Math.Min(width, count - i);
            for (var l = 0; l < depth; l++, target += width)
            {
                var from = source + ((long)i * stride) + ((long)l * inner);
                for (var lane = 0; lane < full; lane++)
                {
                    target[lane] = factor * from[(long)lane * stride];
                }

                for (var lane = full; lane < width; lane++)
                {
                    target[lane] = 0;
                }
            }
        }
    }

    /// <summary>The next start of a cache line: a vector that crosses one is loaded twice.</summary>
    public static double* Aligned(double* pointer) => (double*)(((nuint)pointer + 63) & ~(nuint)63);
}
