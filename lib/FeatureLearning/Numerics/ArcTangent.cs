using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics;

/// <summary>atan(y/x) for x &gt; 0, eight at a time, without the quotient's rounding where y is large.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>y, x</term><description>finite, x &gt; 0; NaN gives NaN</description></item>
/// </list>
/// Reduced to |t| ≤ 0.66 by atan(y/x) = π/4 + atan((y − x)/(y + x)) = π/2 − atan(x/y); there Moshier's rational function (Cephes, atan), relative error 2·10⁻¹⁶.
/// </remarks>
internal static class ArcTangent
{
    private const double QuarterPi = Math.PI / 4, QuarterPiRest = 3.061616997868383e-17;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> y, Vector512<double> x)
    {
        var n = Vector512.Abs(y);
        var some = Vector512.GreaterThan(n, C(0.66) * x);
        var most = Vector512.GreaterThan(n, C(2.414213562373095) * x);
        var above = Vector512.ConditionalSelect(most, -x, Vector512.ConditionalSelect(some, n - x, n));
        var below = Vector512.ConditionalSelect(most, n, Vector512.ConditionalSelect(some, n + x, x));
        var quarters = Vector512.ConditionalSelect(most, C(2), Vector512.ConditionalSelect(some, C(1), Vector512<double>.Zero));
        var t = above / below;
        var z = t * t;
        var p = Fused(Fused(Fused(Fused(C(-8.750608600031904122785e-1), z, C(-1.615753718733365076637e1)), z, C(-7.500855792314704667340e1)), z,
            C(-1.228866684490136173410e2)), z, C(-6.485021904942025371773e1));
        var q = Fused(Fused(Fused(Fused(z + C(2.485846490142306297962e1), z, C(1.650270098316988542046e2)), z, C(4.328810604912902668951e2)), z,
            C(4.853903996359136964868e2)), z, C(1.945506571482613964425e2));
        var angle = Fused(t, z * p / q, t) + (quarters * C(QuarterPiRest));
        return Vector512.CopySign(Fused(quarters, C(QuarterPi), angle), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fused(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> C(double value) => Vector512.Create(value);
}
