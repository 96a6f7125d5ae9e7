using System.Numerics;
using System.Runtime.InteropServices;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory.Neurons;

/// <summary>φ(h) and φ′(h) of many pre-activations, by SIMD. The erf and tanh to 1e-15 absolute.</summary>
internal static class FeatureMap
{
    // erfc(x) = e^{−x²} t R(t), t = 2/(2 + x), R by Chebyshev polynomials on x = 0..Saturation, beyond which erf is 1 in double precision.
    private const double Saturation = 6;
    private const int Degree = 24;
    private static readonly double[] Coefficients = Fit();

    /// <summary>Fills features and slopes; all three spans of one length, a multiple of the vector's.</summary>
    public static void Apply(Activation activation, ReadOnlySpan<double> h, Span<double> features, Span<double> slopes)
    {
        var from = MemoryMarshal.Cast<double, Vector<double>>(h);
        Span<Vector<double>> to = MemoryMarshal.Cast<double, Vector<double>>(features), slope = MemoryMarshal.Cast<double, Vector<double>>(slopes);
        switch (activation)
        {
            case Activation.Linear:
                h.CopyTo(features);
                slopes.Fill(1);
                break;
            case Activation.Relu:
                for (var i = 0; i < from.Length; i++)
                {
                    to[i] = Vector.Max(from[i], Vector<double>.Zero);
                    slope[i] = Vector.ConditionalSelect(Vector.GreaterThan(from[i], Vector<double>.Zero), Vector<double>.One, Vector<double>.Zero);
                }

                break;
            case Activation.Erf:
                for (var i = 0; i < from.Length; i++)
                {
                    (to[i], slope[i]) = Erf(from[i]);
                }

                break;
            case Activation.Tanh:
                for (var i = 0; i < from.Length; i++)
                {
                    (to[i], slope[i]) = Tanh(from[i]);
                }

                break;
            default:
                throw new ArgumentException($"Unknown activation '{activation}'.", nameof(activation));
        }
    }

    // With e = exp(−2|x|): (1 − e)/(1 + e) and 4e/(1 + e)², which do not cancel at large x.
    private static (Vector<double> Value, Vector<double> Slope) Tanh(Vector<double> x)
    {
        var e = Vector.Exp(Vector.Abs(x) * -2);
        var rest = Vector<double>.One + e;
        return (Vector.CopySign((Vector<double>.One - e) / rest, x), 4 * e / (rest * rest));
    }

    private static (Vector<double> Value, Vector<double> Slope) Erf(Vector<double> x)
    {
        var size = Vector.Min(Vector.Abs(x), new Vector<double>(Saturation));
        var gauss = Vector.Exp(-size * size);
        var t = new Vector<double>(2) / (size + new Vector<double>(2));
        var twice = ((t - new Vector<double>(Middle)) / new Vector<double>(Half)) * 2;
        Vector<double> next = default, current = default;
        for (var k = Degree - 1; k > 0; k--)
        {
            (current, next) = (Vector.FusedMultiplyAdd(twice, current, new Vector<double>(Coefficients[k]) - next), current);
        }

        var series = (0.5 * twice * current) + new Vector<double>(Coefficients[0]) - next;
        var value = Vector<double>.One - (gauss * t * series);
        return (Vector.CopySign(value, x), gauss * (2 / Math.Sqrt(Math.PI)));
    }

    private const double Lowest = 2 / (2 + Saturation);
    private const double Middle = (1 + Lowest) / 2, Half = (1 - Lowest) / 2;

    private static double[] Fit()
    {
        const int Nodes = 64;
        var values = new double[Nodes];
        for (var i = 0; i < Nodes; i++)
        {
            var t = Middle + (Half * Math.Cos(Math.PI * (i + 0.5) / Nodes));
            var x = (2 / t) - 2;
            values[i] = Math.Exp(x * x) * MathNet.Numerics.SpecialFunctions.Erfc(x) / t;
        }

        return [.. Enumerable.Range(0, Degree).Select(k => (k == 0 ? 1.0 : 2.0) / Nodes * Enumerable.Range(0, Nodes)
            .Sum(i => values[i] * Math.Cos(Math.PI * k * (i + 0.5) / Nodes)))];
    }
}
