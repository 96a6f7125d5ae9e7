using System.Numerics;
using System.Runtime.InteropServices;

namespace FeatureLearning.Numerics;

/// <summary>Element-wise operations on spans of one length, with SIMD and without allocation.</summary>
internal static class Spans
{
    /// <summary>Σ aᵢ bᵢ.</summary>
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

    /// <summary>target += factor · source.</summary>
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

    /// <summary>target ← a · target + b · source.</summary>
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

    /// <summary>target ·= factor.</summary>
    public static void Scale(Span<double> target, double factor)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] *= factor;
        }
    }
}
