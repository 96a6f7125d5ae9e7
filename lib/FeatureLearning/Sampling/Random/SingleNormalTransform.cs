using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Sampling;

/// <summary>
/// Box and Muller's transform of sixteen pairs of 32-bit words in single precision. Plain IEEE operations and fused multiply-adds, so that every machine computes
/// the same bits. Polynomials: Moshier's Cephes (log on [√½, √2), sine and cosine on [−π/4, π/4]).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>u</term><description>(k + ½) 2⁻³², k a word; close to 1 its distance from 1 is what is converted, so that small radii keep their digits. |z| ≤ 6.8</description></item>
/// <item><term>x</term><description>angle (k + ½) (π/2) 2⁻³⁰ in (−π/4, π/4), k the lower 30 bits of a word with a sign; bit 30 exchanges sine and cosine, bit 31 is the sign of the cosine of x:
/// each angle of the circle once</description></item>
/// </list>
/// </remarks>
internal static class SingleNormalTransform
{
    private const float Unit = 1f / (1L << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> First, Vector512<float> Second) Normals(Vector512<uint> low, Vector512<uint> high)
    {
        var radius = Vector512.Sqrt(C(-2) * LogOfUniform(low));
        var (first, second) = Circle(high);
        return (radius * first, radius * second);
    }

    /// <summary>log u of the words of u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogOfUniform(Vector512<uint> word)
    {
        // u = 2ᵉ (1 + f) with 1 + f in [√½, √2); above √½ there is f = −(1 − u), exact from the complement of the word.
        var u = Fused(Vector512.ConvertToSingle(word), C(Unit), C(0.5f * Unit));
        var shifted = u.AsUInt32() + Vector512.Create(0x3F800000u - 0x3F3504F3u);
        var near = Vector512.GreaterThanOrEqual(shifted, Vector512.Create(0x3F800000u));
        var e = Vector512.ConvertToSingle(Vector512.ShiftRightLogical(shifted, 23).AsInt32() - Vector512.Create(127));
        var mantissa = ((shifted & Vector512.Create(0x007FFFFFu)) + Vector512.Create(0x3F3504F3u)).AsSingle();
        var complement = Fused(Vector512.ConvertToSingle(~word), C(-Unit), C(-0.5f * Unit));
        var f = Vector512.ConditionalSelect(near.AsSingle(), complement, mantissa - C(1));
        var z = f * f;
        var p = Fused(C(7.0376836292e-2f), f, C(-1.1514610310e-1f));
        p = Fused(p, f, C(1.1676998740e-1f));
        p = Fused(p, f, C(-1.2420140846e-1f));
        p = Fused(p, f, C(1.4249322787e-1f));
        p = Fused(p, f, C(-1.6668057665e-1f));
        p = Fused(p, f, C(2.0000714765e-1f));
        p = Fused(p, f, C(-2.4999993993e-1f));
        p = Fused(p, f, C(3.3333331174e-1f));
        var rest = Fused(Fused(p, f, C(-0.5f)), z, f);
        return Fused(e, C((float)0.693147180559945309417), rest);
    }

    /// <summary>A point on the circle, its angle uniform over the words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> First, Vector512<float> Second) Circle(Vector512<uint> word)
    {
        var r = Vector512.ConvertToSingle(Vector512.ShiftLeft(word, 2).AsInt32() + Vector512.Create(2));
        var x = r * C((float)(Math.PI / 2 / (1L << 32)));
        var z = x * x;
        var sine = Fused(x * z, Fused(z, Fused(z, C(-1.9515295891e-4f), C(8.3321608736e-3f)), C(-1.6666654611e-1f)), x);
        var tail = Fused(z, Fused(z, C(2.443315711809948e-5f), C(-1.388731625493765e-3f)), C(4.166664568298827e-2f));
        var cosine = Fused(z, Fused(z, tail, C(-0.5f)), C(1));
        var signed = (cosine.AsUInt32() ^ (word & Vector512.Create(1u << 31))).AsSingle();
        var swap = Vector512.LessThan(Vector512.ShiftLeft(word, 1).AsInt32(), Vector512<int>.Zero).AsSingle();
        return (Vector512.ConditionalSelect(swap, sine, signed), Vector512.ConditionalSelect(swap, signed, sine));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fused(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> C(float value) => Vector512.Create(value);
}
