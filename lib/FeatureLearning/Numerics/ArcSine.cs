using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics;

/// <summary>asin t of small numbers, eight at a time, without a division or a root.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>t</term><description>at most <see cref="Largest"/> in size</description></item>
/// </list>
/// t + t z p(z), z = t², p the Chebyshev interpolant of (asin(t)/t − 1)/z of degree 10 in 40-digit arithmetic, to 2·10⁻¹⁷.
/// </remarks>
internal static class ArcSine
{
    public const double Largest = 0.4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> OfSmall(Vector512<double> t)
    {
        var z = t * t;
        var p = Fused(C(0.016678079781357286), z, C(0.0042813900001460624));
        p = Fused(p, z, C(0.01070814784754668));
        p = Fused(p, z, C(0.011420252360583681));
        p = Fused(p, z, C(0.013976417748902131));
        p = Fused(p, z, C(0.017352116072534618));
        p = Fused(p, z, C(0.022372181604818738));
        p = Fused(p, z, C(0.030381943990222385));
        p = Fused(p, z, C(0.044642857147542056));
        p = Fused(p, z, C(0.074999999999981207));
        p = Fused(p, z, C(0.16666666666666669));
        return Fused(t, z * p, t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fused(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> C(double value) => Vector512.Create(value);
}
