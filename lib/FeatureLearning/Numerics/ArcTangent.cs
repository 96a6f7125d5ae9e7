using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics;

/// <summary>atan(y/x) for x &gt; 0, eight at a time, without the quotient's rounding where y is large.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>y, x</term><description>finite, x &gt; 0; NaN gives NaN</description></item>
/// </list>
/// Reduced to |t| ≤ tan(π/8) by atan(y/x) = π/4 + atan((y − x)/(y + x)) = π/2 − atan(x/y), so that one division is left; there t + t z p(z),
/// z = t², with p the Chebyshev interpolant of (atan(t)/t − 1)/z of degree 10 in 40-digit arithmetic, to 3·10⁻¹⁷.
/// </remarks>
internal static class ArcTangent
{
    private const double QuarterPi = Math.PI / 4, QuarterPiRest = 3.061616997868383e-17;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> y, Vector512<double> x)
    {
        var n = Vector512.Abs(y);
        var some = Vector512.GreaterThan(n, C(0.41421356237309503) * x);
        var most = Vector512.GreaterThan(n, C(2.414213562373095) * x);
        var above = Vector512.ConditionalSelect(most, -x, Vector512.ConditionalSelect(some, n - x, n));
        var below = Vector512.ConditionalSelect(most, n, Vector512.ConditionalSelect(some, n + x, x));
        var quarters = Vector512.ConditionalSelect(most, C(2), Vector512.ConditionalSelect(some, C(1), Vector512<double>.Zero));
        var t = above / below;
        var z = t * t;
        var p = Fused(C(-0.01917688711906226), z, C(0.039231658295587189));
        p = Fused(p, z, C(-0.050854497379402598));
        p = Fused(p, z, C(0.0585814891280221));
        p = Fused(p, z, C(-0.066645114473819475));
        p = Fused(p, z, C(0.076921831908260865));
        p = Fused(p, z, C(-0.090909045781239026));
        p = Fused(p, z, C(0.11111111015256361));
        p = Fused(p, z, C(-0.14285714284666542));
        p = Fused(p, z, C(0.19999999999995521));
        p = Fused(p, z, C(-0.33333333333333331));
        var angle = Fused(t, z * p, t) + (quarters * C(QuarterPiRest));
        return Vector512.CopySign(Fused(quarters, C(QuarterPi), angle), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fused(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> C(double value) => Vector512.Create(value);
}
