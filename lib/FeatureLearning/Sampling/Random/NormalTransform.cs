using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Sampling;

/// <summary>
/// Box and Muller's transform of eight pairs of 64-bit words, in plain IEEE operations (no fused multiply-add), so that every machine
/// computes the same bits. Polynomials: FreeBSD's msun (log, sin and cos on [−π/4, π/4]), errors below one unit in the last place.
/// </summary>
internal static class NormalTransform
{
    private const double Unit = 1.0 / (1L << 52);
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;

    // (k + ½) 2⁻⁵² from the upper 52 bits: the mantissa of a number in [1, 2), less 1 − 2⁻⁵³.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Uniform(Vector512<ulong> word)
    {
        var inOneToTwo = (Vector512.ShiftRightLogical(word, 12) | Vector512.Create(0x3FF0000000000000UL)).AsDouble();
        return inOneToTwo - Vector512.Create(1.0) + Vector512.Create(0.5 * Unit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> First, Vector512<double> Second) Normals(Vector512<ulong> low, Vector512<ulong> high)
    {
        var radius = Vector512.Sqrt(Vector512.Create(-2.0) * Log(Uniform(low)));
        var (sine, cosine) = SineCosineOfTurns(Uniform(high));
        return (radius * cosine, radius * sine);
    }

    /// <summary>log x of normal positive numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x)
    {
        // x = 2ᵉ (1 + f) with 1 + f in [√½, √2).
        var shifted = x.AsUInt64() + Vector512.Create(0x3FF0000000000000UL - 0x3FE6A09E00000000UL);
        var biased = Vector512.ShiftRightLogical(shifted, 52);
        var e = (biased | Vector512.Create(0x4330000000000000UL)).AsDouble() - Vector512.Create(4503599627370496.0 + 1023.0);
        var mantissa = ((shifted & Vector512.Create(0x000FFFFFFFFFFFFFUL)) + Vector512.Create(0x3FE6A09E00000000UL)).AsDouble();
        var f = mantissa - Vector512.Create(1.0);
        var s = f / (Vector512.Create(2.0) + f);
        var z = s * s;
        var w = z * z;
        var even = w * (C(3.999999999940941908e-01) + (w * (C(2.222219843214978396e-01) + (w * C(1.531383769920937332e-01)))));
        var odd = z * (C(6.666666666666735130e-01) + (w * (C(2.857142874366239149e-01)
            + (w * (C(1.818357216161805012e-01) + (w * C(1.479819860511658591e-01)))))));
        var half = C(0.5) * f * f;
        return (e * C(Ln2High)) - (half - ((s * (half + (even + odd))) + (e * C(Ln2Low))) - f);
    }

    /// <summary>sin 2πu and cos 2πu of u in [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Sine, Vector512<double> Cosine) SineCosineOfTurns(Vector512<double> u)
    {
        // u = (quadrant + r)/4 with r in [−½, ½]; adding 2⁵² + … rounds and leaves the quadrant in the lowest bits.
        var quarters = C(4) * u;
        var rounded = quarters + C(6755399441055744.0);
        var quadrant = rounded.AsUInt64();
        var x = (quarters - (rounded - C(6755399441055744.0))) * C(Math.PI / 2);
        var z = x * x;
        var sine = x + (z * x * (C(-1.66666666666666324348e-01) + (z * (C(8.33333333332248946124e-03) + (z * (C(-1.98412698298579493134e-04)
            + (z * (C(2.75573137070700676789e-06) + (z * (C(-2.50507602534068634195e-08) + (z * C(1.58969099521155010221e-10))))))))))));
        var tail = z * z * (C(4.16666666666666019037e-02) + (z * (C(-1.38888888888741095749e-03) + (z * (C(2.48015872894767294178e-05)
            + (z * (C(-2.75573143513906633035e-07) + (z * (C(2.08757232129817482790e-09) + (z * C(-1.13596475577881948265e-11)))))))))));
        var cosine = C(1) - ((C(0.5) * z) - tail);
        var swap = Vector512.Equals(quadrant & Vector512.Create(1UL), Vector512.Create(1UL)).AsDouble();
        var sineSign = Vector512.ShiftLeft(quadrant & Vector512.Create(2UL), 62);
        var cosineSign = Vector512.ShiftLeft((quadrant + Vector512.Create(1UL)) & Vector512.Create(2UL), 62);
        return (
            (Vector512.ConditionalSelect(swap, cosine, sine).AsUInt64() ^ sineSign).AsDouble(),
            (Vector512.ConditionalSelect(swap, sine, cosine).AsUInt64() ^ cosineSign).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> C(double value) => Vector512.Create(value);
}
