using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
            if (stride == 1 && full == width && width % Vector256<double>.Count == 0)
            {
                target = Copy(source + i, depth, inner, width, factor, target);
                continue;
            }

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

    /// <summary>The same with so many i of zeros first, fewer than a panel has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    public static void Pack(double* source, int count, int depth, int stride, int inner, int width, int lead, double factor, double* target)
    {
        var head = lead == 0 ? 0 : Math.Min(width - lead, count);
        if (lead > 0)
        {
            new Span<double>(target, depth * width).Clear();
            for (var l = 0; l < depth; l++, target += width)
            {
                for (var lane = 0; lane < head; lane++)
                {
                    target[lead + lane] = factor * source[((long)lane * stride) + ((long)l * inner)];
                }
            }
        }

        Pack(source + ((long)head * stride), count - head, depth, stride, inner, width, factor, target);
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
