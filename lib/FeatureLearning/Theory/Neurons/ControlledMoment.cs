using System.Numerics;
using System.Runtime.InteropServices;
using FeatureLearning.Numerics;

namespace FeatureLearning.Theory.Neurons;

/// <summary>
/// A weighted second moment ⟨c x xᵀ⟩ over neurons with the twins' x₀x₀ᵀ as control variate, whose mean is known in closed form:
/// ⟨c x xᵀ⟩ − β(⟨x₀x₀ᵀ⟩ − E[x₀x₀ᵀ]), β = Cov(c xxᵀ, x₀x₀ᵀ)/Var(x₀x₀ᵀ) in the Frobenius product.
/// </summary>
internal sealed class ControlledMoment(int size)
{
    private readonly double[] sum = new double[size * size];
    private double overlap;

    public void Clear()
    {
        Array.Clear(sum);
        overlap = 0;
    }

    /// <summary>Adds a block: weights c, variables x (size×Width), overlaps x·x₀; null weights are ones.</summary>
    public void Add(double[]? weights, double weightScale, double[] x, double[] overlaps, double[] scratch)
    {
        Span<Vector<double>> from = MemoryMarshal.Cast<double, Vector<double>>(x.AsSpan());
        Span<Vector<double>> to = MemoryMarshal.Cast<double, Vector<double>>(scratch.AsSpan());
        if (weights is not null)
        {
            Span<Vector<double>> c = MemoryMarshal.Cast<double, Vector<double>>(weights.AsSpan());
            for (var i = 0; i < size * c.Length; i += c.Length)
            {
                for (var j = 0; j < c.Length; j++)
                {
                    to[i + j] = weightScale * c[j] * from[i + j];
                }
            }
        }

        BlockProducts.AddSymmetric(size, weights is null ? x : scratch, x, sum);
        for (var p = 0; p < overlaps.Length; p++)
        {
            overlap += (weights is null ? 1 : weightScale * weights[p]) * overlaps[p] * overlaps[p];
        }
    }

    /// <summary>β after <paramref name="count"/> neurons, between 0 and 3.</summary>
    public double Coefficient(ControlledMoment twin, int count)
    {
        var covariance = (overlap / count) - Product(sum, twin.sum, count);
        var variance = (twin.overlap / count) - Product(twin.sum, twin.sum, count);
        return variance > 0 ? Math.Clamp(covariance / variance, 0, 3) : 0;
    }

    /// <summary>Writes the controlled mean, both triangles.</summary>
    public void Mean(ControlledMoment twin, double coefficient, double[] expected, int count, double[] result)
    {
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var at = (i * size) + j;
                var value = ((sum[at] - (coefficient * twin.sum[at])) / count) + (coefficient * expected[at]);
                result[at] = value;
                result[(j * size) + i] = value;
            }
        }
    }

    private double Product(double[] a, double[] b, int count)
    {
        double total = 0;
        for (var i = 0; i < size; i++)
        {
            double row = 0;
            for (var j = 0; j < i; j++)
            {
                row += a[(i * size) + j] * b[(i * size) + j];
            }

            total += (2 * row) + (a[(i * size) + i] * b[(i * size) + i]);
        }

        return total / count / count;
    }
}
