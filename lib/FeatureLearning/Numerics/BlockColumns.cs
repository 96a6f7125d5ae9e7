using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics;

/// <summary>Sums and factors by column of the blocks of <see cref="BlockProducts"/>.</summary>
internal static class BlockColumns
{
    private const int Width = BlockProducts.Width, Lanes = BlockProducts.Lanes;

    /// <summary>Σᵢ aᵢ bᵢ of every column, Width numbers.</summary>
    public static void Dots(int rows, double[] a, double[] b, double[] result)
    {
        for (var part = 0; part < Width / Lanes; part++)
        {
            ReadOnlySpan<Vector512<double>> left = Panel(a, rows, part), right = Panel(b, rows, part);
            Vector512<double> first = default, second = default;
            for (var i = 0; i + 1 < left.Length && i + 1 < right.Length; i += 2)
            {
                first += left[i] * right[i];
                second += left[i + 1] * right[i + 1];
            }

            Store(first, second, result, part);
        }
    }

    /// <summary>Σᵢ vᵢ aᵢ of every column, Width numbers.</summary>
    public static void Along(ReadOnlySpan<double> vector, double[] a, double[] result)
    {
        for (var part = 0; part < Width / Lanes; part++)
        {
            ReadOnlySpan<Vector512<double>> panel = Panel(a, vector.Length, part);
            Vector512<double> first = default, second = default;
            for (var i = 0; i < vector.Length; i++)
            {
                first += vector[i] * panel[2 * i];
                second += vector[i] * panel[(2 * i) + 1];
            }

            Store(first, second, result, part);
        }
    }

    /// <summary>Every column times its weight, of Width.</summary>
    public static void Weigh(int rows, double[] weights, double[] a, double[] result)
    {
        for (var part = 0; part < Width / Lanes; part++)
        {
            Span<Vector512<double>> from = Panel(a, rows, part), to = Panel(result, rows, part), factors = Panel(weights, 1, part);
            for (var i = 0; i < from.Length; i++)
            {
                to[i] = factors[i % 2] * from[i];
            }
        }
    }

    /// <summary>sᵢ ← sᵢ + the sum of aᵢ bᵢ over the columns.</summary>
    public static void AddRows(int rows, double[] a, double[] b, double[] sums)
    {
        for (var part = 0; part < Width / Lanes; part++)
        {
            for (var i = 0; i < rows; i++)
            {
                var at = BlockProducts.At(rows, i, part * Lanes);
                sums[i] += Spans.Dot(a.AsSpan(at, Lanes), b.AsSpan(at, Lanes));
            }
        }
    }

    /// <summary>sᵢ ← sᵢ + the sum of aᵢ over the columns.</summary>
    public static void AddRows(int rows, double[] a, double[] sums)
    {
        for (var part = 0; part < Width / Lanes; part++)
        {
            Span<Vector512<double>> panel = Panel(a, rows, part);
            for (var i = 0; i < rows; i++)
            {
                sums[i] += Vector512.Sum(panel[2 * i] + panel[(2 * i) + 1]);
            }
        }
    }

    /// <summary>A panel of a block, two vectors a row.</summary>
    public static Span<Vector512<double>> Panel(double[] block, int rows, int part) =>
        MemoryMarshal.Cast<double, Vector512<double>>(block.AsSpan(part * rows * Lanes, rows * Lanes));

    private static void Store(Vector512<double> first, Vector512<double> second, double[] result, int part)
    {
        var target = Panel(result, 1, part);
        (target[0], target[1]) = (first, second);
    }
}
