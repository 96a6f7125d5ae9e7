using System.Runtime.CompilerServices;

namespace FeatureLearning.Numerics;

/// <summary>
/// A = sT + κ for a tridiagonal positive semidefinite T, factorised as L D Lᵀ: solves in O(P), no allocation of its own
/// after construction.
/// </summary>
internal sealed class ShiftedTridiagonal
{
    private readonly double[] pivots;
    private readonly double[] lower;

    public ShiftedTridiagonal(int size)
    {
        pivots = new double[size];
        lower = new double[Math.Max(size - 1, 0)];
    }

    public int Size => pivots.Length;

    /// <summary>Factorises sT + κ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    public void Factor(TridiagonalForm form, double scale, double shift)
    {
        ReadOnlySpan<double> d = form.Diagonal, e = form.OffDiagonal;
        var last = 0.0;
        for (var i = 0; i < pivots.Length; i++)
        {
            var pivot = (scale * d[i]) + shift;
            if (i > 0)
            {
                var off = scale * e[i - 1];
                var factor = off / last;
                lower[i - 1] = factor;
                pivot -= factor * off;
            }

            // T is positive semidefinite, so that every pivot of sT + κ is at least κ but for rounding.
            last = Math.Max(pivot, shift);
            pivots[i] = last;
        }
    }

    /// <summary>log det A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double LogDeterminant()
    {
        var sum = 0.0;
        foreach (var pivot in pivots)
        {
            sum += Math.Log(pivot);
        }

        return sum;
    }

    /// <summary>x ← A⁻¹ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    public void SolveInPlace(Span<double> x)
    {
        // The last number stays in a register: through memory each step would wait for the one before to be written.
        var last = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            last = i == 0 ? x[0] : x[i] - (lower[i - 1] * last);
            x[i] = last;
        }

        for (var i = x.Length - 1; i >= 0; i--)
        {
            var scaled = x[i] / pivots[i];
            last = i + 1 < x.Length ? scaled - (lower[i] * last) : scaled;
            x[i] = last;
        }
    }

    /// <summary>result ← T x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    public static void Multiply(TridiagonalForm form, ReadOnlySpan<double> x, Span<double> result)
    {
        ReadOnlySpan<double> d = form.Diagonal, e = form.OffDiagonal;
        for (var i = 0; i < x.Length; i++)
        {
            result[i] = d[i] * x[i];
        }

        for (var i = 1; i < x.Length; i++)
        {
            result[i] += e[i - 1] * x[i - 1];
            result[i - 1] += e[i - 1] * x[i];
        }
    }
}
