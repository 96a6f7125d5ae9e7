using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeatureLearning.Numerics;

/// <summary>Element-wise operations on spans of one length, with SIMD and without allocation.</summary>
internal static class Spans
{
    /// <summary>Σ aᵢ bᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b);
        var sum = Vector<double>.Zero;
        for (var i = 0; i < va.Length; i++)
        {
            sum += va[i] * vb[i];
        }

        var total = Vector.Sum(sum);
        for (var i = va.Length * Vector<double>.Count; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    /// <summary>Whether no number is infinite or not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreFinite(ReadOnlySpan<double> values)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        var sum = Vector<double>.Zero; // 0 · ∞ and 0 · NaN are NaN, and stay it
        foreach (ref readonly var vector in vectors)
        {
            sum += Vector<double>.Zero * vector;
        }

        var finite = Vector.EqualsAll(sum, Vector<double>.Zero);
        for (var i = vectors.Length * Vector<double>.Count; i < values.Length; i++)
        {
            finite &= double.IsFinite(values[i]);
        }

        return finite;
    }

    /// <summary>The largest |value|, 0 of none; NaN is passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double LargestMagnitude(ReadOnlySpan<double> values)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        var largest = Vector<double>.Zero;
        foreach (ref readonly var vector in vectors)
        {
            largest = Vector.MaxNative(largest, Vector.Abs(vector));
        }

        var result = 0.0;
        for (var i = 0; i < Vector<double>.Count; i++)
        {
            result = Math.Max(result, largest[i]);
        }

        for (var i = vectors.Length * Vector<double>.Count; i < values.Length; i++)
        {
            result = Math.Max(result, Math.Abs(values[i]));
        }

        return result;
    }

    /// <summary>target += factor · source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        var to = MemoryMarshal.Cast<double, Vector<double>>(target);
        var from = MemoryMarshal.Cast<double, Vector<double>>(source);
        var f = new Vector<double>(factor);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += f * from[i];
        }

        for (var i = to.Length * Vector<double>.Count; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }

    /// <summary>target += source ∘ source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquares(Span<double> target, ReadOnlySpan<double> source)
    {
        var to = MemoryMarshal.Cast<double, Vector<double>>(target);
        var from = MemoryMarshal.Cast<double, Vector<double>>(source);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += from[i] * from[i];
        }

        for (var i = to.Length * Vector<double>.Count; i < target.Length; i++)
        {
            target[i] += source[i] * source[i];
        }
    }

    /// <summary>target ← a · target + b · source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(Span<double> target, double a, double b, ReadOnlySpan<double> source)
    {
        var to = MemoryMarshal.Cast<double, Vector<double>>(target);
        var from = MemoryMarshal.Cast<double, Vector<double>>(source);
        Vector<double> va = new(a), vb = new(b);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = (va * to[i]) + (vb * from[i]);
        }

        for (var i = to.Length * Vector<double>.Count; i < target.Length; i++)
        {
            target[i] = (a * target[i]) + (b * source[i]);
        }
    }

    /// <summary>target ∘= factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(Span<double> target, ReadOnlySpan<double> factors)
    {
        var to = MemoryMarshal.Cast<double, Vector<double>>(target);
        var by = MemoryMarshal.Cast<double, Vector<double>>(factors);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] *= by[i];
        }

        for (var i = to.Length * Vector<double>.Count; i < target.Length; i++)
        {
            target[i] *= factors[i];
        }
    }

    /// <summary>target ← factor · target ∘ factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyScaled(Span<double> target, double factor, ReadOnlySpan<double> factors)
    {
        var to = MemoryMarshal.Cast<double, Vector<double>>(target);
        var by = MemoryMarshal.Cast<double, Vector<double>>(factors);
        var f = new Vector<double>(factor);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] *= f * by[i];
        }

        for (var i = to.Length * Vector<double>.Count; i < target.Length; i++)
        {
            target[i] *= factor * factors[i];
        }
    }

    /// <summary>(a, b) ← (c a + s b, c b − s a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate(Span<double> a, Span<double> b, double c, double s)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b);
        for (var i = 0; i < va.Length; i++)
        {
            (va[i], vb[i]) = ((c * va[i]) + (s * vb[i]), (c * vb[i]) - (s * va[i]));
        }

        for (var i = va.Length * Vector<double>.Count; i < a.Length; i++)
        {
            (a[i], b[i]) = ((c * a[i]) + (s * b[i]), (c * b[i]) - (s * a[i]));
        }
    }

    /// <summary>target ·= factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(Span<double> target, double factor)
    {
        var to = MemoryMarshal.Cast<double, Vector<double>>(target);
        foreach (ref var vector in to)
        {
            vector *= factor;
        }

        foreach (ref var value in target[(to.Length * Vector<double>.Count)..])
        {
            value *= factor;
        }
    }
}
