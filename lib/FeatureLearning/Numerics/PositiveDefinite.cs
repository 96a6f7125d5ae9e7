namespace FeatureLearning.Numerics;

/// <summary>
/// The Cholesky factor A = L Lᵀ of a small symmetric positive definite matrix, row-major, in an order of operations that no number of threads
/// changes.
/// </summary>
internal sealed class PositiveDefinite
{
    private readonly int size;
    private readonly double[] factor; // row-major, lower triangle

    private PositiveDefinite(int size, double[] factor) => (this.size, this.factor) = (size, factor);

    /// <summary>Factorises A + shift; null where that is not positive definite to rounding. Only A's lower triangle is read.</summary>
    public static PositiveDefinite? Factor(int n, double[] a, double shift)
    {
        var l = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                l[(i * n) + j] = (a[(i * n) + j] - Spans.Dot(l.AsSpan(i * n, j), l.AsSpan(j * n, j))) / l[(j * n) + j];
            }

            var diagonal = a[(i * n) + i] + shift;
            var pivot = diagonal - Spans.Dot(l.AsSpan(i * n, i), l.AsSpan(i * n, i));
            if (!(pivot > 1e-15 * Math.Abs(diagonal)) || !double.IsFinite(pivot))
            {
                return null;
            }

            l[(i * n) + i] = Math.Sqrt(pivot);
        }

        return new PositiveDefinite(n, l);
    }

    /// <summary>A⁻¹b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        double[] x = [.. b];
        for (var i = 0; i < size; i++)
        {
            x[i] = (x[i] - Spans.Dot(factor.AsSpan(i * size, i), x.AsSpan(0, i))) / factor[(i * size) + i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            x[i] /= factor[(i * size) + i];
            Spans.AddScaled(x.AsSpan(0, i), -x[i], factor.AsSpan(i * size, i));
        }

        return x;
    }

    /// <summary>A⁻¹, both triangles.</summary>
    public double[] Inverse()
    {
        // Row i of M = L⁻¹ is (e_i − Σ_{j<i} L_ij M_j)/L_ii; A⁻¹ = MᵀM.
        double[] m = new double[size * size], inverse = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            var row = m.AsSpan(i * size, i + 1);
            for (var j = 0; j < i; j++)
            {
                Spans.AddScaled(row[..(j + 1)], -factor[(i * size) + j], m.AsSpan(j * size, j + 1));
            }

            row[i] = 1;
            foreach (ref var value in row)
            {
                value /= factor[(i * size) + i];
            }

            for (var j = 0; j <= i; j++)
            {
                Spans.AddScaled(inverse.AsSpan(j * size, j + 1), row[j], row[..(j + 1)]);
            }
        }

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
            {
                inverse[(j * size) + i] = inverse[(i * size) + j];
            }
        }

        return inverse;
    }
}
