using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics;

/// <summary>Matrices in the order in which <see cref="PanelTile"/> reads them.</summary>
internal static unsafe class Panels
{
    /// <summary>
    /// Packs the numbers (i, l), i &lt; count, l &lt; depth, that are at i·stride + l·inner: so many i of a panel side by side, panel after panel, the last one filled up with zeros,
    /// and the first one led by so many, fewer than a panel has.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    public static void Pack(double* source, int count, int depth, int stride, int inner, int width, double factor, double* target, int lead = 0)
    {
        for (var i = -lead; i < count; i += width)
        {
            int first = Math.Max(-i, 0), end = Math.Min(width, count - i);
            if (stride == 1 && first == 0 && end == width && width % Vector256<double>.Count == 0)
            {
                target = Copy(source + i, depth, inner, width, factor, target);
                continue;
            }

            for (var l = 0; l < depth; l++, target += width)
            {
                var from = source + ((long)i * stride) + ((long)l * inner);
                if (end - first < width)
                {
                    new Span<double>(target, width).Clear();
                }

                for (var lane = first; lane < end; lane++)
                {
                    target[lane] = factor * from[(long)lane * stride];
                }
            }
        }
    }

    // A whole panel of numbers that lie side by side already.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double* Copy(double* source, int depth, int inner, int width, double factor, double* target)
    {
        var f = Vector256.Create(factor);
        for (var l = 0; l < depth; l++, source += inner, target += width)
        {
            for (var lane = 0; lane < width; lane += Vector256<double>.Count)
            {
                (f * Vector256.Load(source + lane)).Store(target + lane);
            }
        }

        return target;
    }

    /// <summary>The next start of a cache line: a vector that crosses one is loaded twice.</summary>
    public static double* Aligned(double* pointer) => (double*)(((nuint)pointer + 63) & ~(nuint)63);
}
