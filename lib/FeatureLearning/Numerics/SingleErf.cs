using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics;

/// <summary>erf and its derivative of sixteen numbers in single precision.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>|x| &lt; 1</term><description>x p(x²), p of degree 6</description></item>
/// <item><term>|x| ≥ 1</term><description>1 − exp(−x²) q(1/(2 + |x|)), q of degree 5 for exp(x²) erfc x on [1, 4]; beyond 4 the result is 1</description></item>
/// </list>
/// Coefficients: Chebyshev interpolants in 40-digit arithmetic; p to 1.4·10⁻⁹ relative, q exp(−x²) to 8·10⁻⁹, exp to 3·10⁻⁹. NaN stays NaN.
/// </remarks>
internal static class SingleErf
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Value, Vector512<float> Derivative) Of(Vector512<float> h)
    {
        var square = h * h;
        var gauss = ExpOfNegative(square);
        var p = F(C(7.875875063e-5f), square, C(-0.0008016864287f));
        p = F(p, square, C(0.005189087423f));
        p = F(p, square, C(-0.02685421201f));
        p = F(p, square, C(0.1128359472f));
        p = F(p, square, C(-0.3761262667f));
        p = F(p, square, C(1.128379166f));
        var x = Vector512.Abs(h);
        var s = C(1) / (C(2) + Vector512.Min(x, C(4)));
        var q = F(C(-7.00146359f), s, C(9.671553187f));
        q = F(q, s, C(-0.2414334966f));
        q = F(q, s, C(1.514845764f));
        q = F(q, s, C(0.5288647132f));
        q = F(q, s, C(0.001331862299f));
        var far = Vector512.CopySign(C(1) - (gauss * q), h);
        return (Vector512.ConditionalSelect(Vector512.LessThan(x, C(1)), h * p, far), gauss * C(1.128379167f));
    }

    // exp(−x) = 2ⁿ exp r, |r| ≤ ½ log 2; below 2⁻¹²⁶ it stays there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpOfNegative(Vector512<float> x)
    {
        x = -Vector512.Min(x, C(87));
        var shifted = F(x, C(1.44269504f), C(12582912f)); // 1.5·2²³: the sum is rounded to an integer, which its lowest bits are
        var n = shifted - C(12582912f);
        var r = F(n, C(1.9046543e-09f), F(n, C(-0.69314718246f), x));
        var e = F(C(0.001394110843f), r, C(0.008375126398f));
        e = F(e, r, C(0.0416663529f));
        e = F(e, r, C(0.1666641551f));
        e = F(e, r, C(0.5f));
        e = F(e, r, C(1));
        e = F(e, r, C(1));
        return (e.AsInt32() + Vector512.ShiftLeft(shifted.AsInt32(), 23)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> F(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> C(float value) => Vector512.Create(value);
}
