using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Sampling;

/// <summary>
/// <see cref="NormalTransform"/> in single precision, on the upper halves of the same words: the same normals to some 10⁻⁷. Plain IEEE operations here
/// too. Polynomials: FreeBSD's msun (log) and Moshier's Cephes (sine and cosine on [−π/4, π/4]).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>u</term><description>(k + ½) 2⁻³², k a word; close to 1 its distance from 1 is what is converted, so that small radii keep their digits. |z| ≤ 6.8</description></item>
/// </list>
/// </remarks>
internal static class SingleNormalTransform
{
    private const float Unit = 1f / (1L << 32);
    private const float Ln2High = 6.9313812256e-01f, Ln2Low = 9.0580006145e-06f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> First, Vector512<float> Second) Normals(Vector512<uint> low, Vector512<uint> high)
    {
        var radius = Vector512.Sqrt(C(-2) * LogOfUniform(low));
        var (sine, cosine) = SineCosineOfTurns(high);
        return (radius * cosine, radius * sine);
    }

    /// <summary>log u of the words of u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogOfUniform(Vector512<uint> word)
    {
        // u = 2ᵉ (1 + f) with 1 + f in [√½, √2); above √½ there is f = −(1 − u), exact from the complement of the word.
        var u = (Vector512.ConvertToSingle(word) * C(Unit)) + C(0.5f * Unit);
        var shifted = u.AsUInt32() + Vector512.Create(0x3F800000u - 0x3F3504F3u);
        var near = Vector512.GreaterThanOrEqual(shifted, Vector512.Create(0x3F800000u));
        var e = Vector512.ConvertToSingle(Vector512.ShiftRightLogical(shifted, 23).AsInt32() - Vector512.Create(127));
        var mantissa = ((shifted & Vector512.Create(0x007FFFFFu)) + Vector512.Create(0x3F3504F3u)).AsSingle();
        var complement = (Vector512.ConvertToSingle(~word) * C(Unit)) + C(0.5f * Unit);
        var f = Vector512.ConditionalSelect(near.AsSingle(), -complement, mantissa - C(1));
        var s = f / (C(2) + f);
        var z = s * s;
        var w = z * z;
        var r = (w * (C(0.40000972152f) + (w * C(0.24279078841f)))) + (z * (C(0.66666662693f) + (w * C(0.28498786688f))));
        var half = C(0.5f) * f * f;
        return (e * C(Ln2High)) - (half - ((s * (half + r)) + (e * C(Ln2Low))) - f);
    }

    /// <summary>sin 2πu and cos 2πu of the words of u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Sine, Vector512<float> Cosine) SineCosineOfTurns(Vector512<uint> word)
    {
        // u = (quadrant + r)/4 with r in [−½, ½]; both from integers, exactly.
        var quadrant = Vector512.ShiftRightLogical(word + Vector512.Create(1u << 29), 30);
        var r = Vector512.ConvertToSingle(Vector512.ShiftLeft(word, 2).AsInt32() + Vector512.Create(2));
        var x = r * C((float)(Math.PI / 2 / (1L << 32)));
        var z = x * x;
        var sine = x + (x * z * (C(-1.6666654611e-1f) + (z * (C(8.3321608736e-3f) + (z * C(-1.9515295891e-4f))))));
        var cosine = (C(1) - (C(0.5f) * z))
            + (z * z * (C(4.166664568298827e-2f) + (z * (C(-1.388731625493765e-3f) + (z * C(2.443315711809948e-5f))))));
        var swap = Vector512.Equals(quadrant & Vector512.Create(1u), Vector512.Create(1u)).AsSingle();
        var sineSign = Vector512.ShiftLeft(quadrant & Vector512.Create(2u), 30);
        var cosineSign = Vector512.ShiftLeft((quadrant + Vector512.Create(1u)) & Vector512.Create(2u), 30);
        return (
            (Vector512.ConditionalSelect(swap, cosine, sine).AsUInt32() ^ sineSign).AsSingle(),
            (Vector512.ConditionalSelect(swap, sine, cosine).AsUInt32() ^ cosineSign).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> C(float value) => Vector512.Create(value);
}
