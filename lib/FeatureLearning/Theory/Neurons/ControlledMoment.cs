using FeatureLearning.Numerics;

namespace FeatureLearning.Theory.Neurons;

/// <summary>
/// A weighted second moment ⟨c x xᵀ⟩ over neurons with the twins' x₀x₀ᵀ as control variate, whose mean is known in closed form:
/// ⟨c x xᵀ⟩ − β(⟨x₀x₀ᵀ⟩ − E[x₀x₀ᵀ]), β = Cov(c xxᵀ, x₀x₀ᵀ)/Var(x₀x₀ᵀ) in the Frobenius product.
/// </summary>
internal sealed class ControlledMoment(int size)
{
    private readonly OuterSum sum = new(size);
    private double overlap;

    public void Clear()
    {
        sum.Clear();
        overlap = 0;
    }

    /// <summary>Adds a block: weights c, variables x (size×Width), overlaps x·x₀; null weights are ones.</summary>
    public void Add(double[]? weights, double weightScale, double[] x, double[] overlaps)
    {
        sum.Add(x, weights, weightScale);
        for (var p = 0; p < overlaps.Length; p++)
        {
            overlap += (weights is null ? 1 : weightScale * weights[p]) * overlaps[p] * overlaps[p];
        }
    }

    /// <summary>β after <paramref name="count"/> neurons, between 0 and 3.</summary>
    public double Coefficient(ControlledMoment twin, int count)
    {
        double[] own = sum.Total(), twins = twin.sum.Total();
        var covariance = (overlap / count) - Product(own, twins, count);
        var variance = (twin.overlap / count) - Product(twins, twins, count);
        return variance > 0 ? Math.Clamp(covariance / variance, 0, 3) : 0;
    }

    /// <summary>Writes the controlled mean, both triangles.</summary>
    public void Mean(ControlledMoment twin, double coefficient, double[] expected, int count, double[] result)
    {
        double[] own = sum.Total(), twins = twin.sum.Total();
        double scale = 1.0 / count, twinScale = -coefficient / count;
        for (var i = 0; i < size; i++)
        {
            var row = result.AsSpan(i * size, i + 1);
            own.AsSpan(i * size, i + 1).CopyTo(row);
            Spans.Combine(row, scale, twinScale, twins.AsSpan(i * size, i + 1));
            Spans.AddScaled(row, coefficient, expected.AsSpan(i * size, i + 1));
        }

        Triangles.MirrorUpper(result, size, threads: 1); // row by row this is the upper triangle of columns
    }

    private double Product(double[] a, double[] b, int count)
    {
        double total = 0;
        for (var i = 0; i < size; i++)
        {
            var at = i * size;
            total += (2 * Spans.Dot(a.AsSpan(at, i), b.AsSpan(at, i))) + (a[at + i] * b[at + i]);
        }

        return total / count / count;
    }
}
