using System.Numerics;
using System.Runtime.InteropServices;

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
                l[(i * n) + j] = (a[(i * n) + j] - Dot(l.AsSpan(i * n, j), l.AsSpan(j * n, j))) / l[(j * n) + j];
            }

            var diagonal = a[(i * n) + i] + shift;
            var pivot = diagonal - Dot(l.AsSpan(i * n, i), l.AsSpan(i * n, i));
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
            x[i] = (x[i] - Dot(factor.AsSpan(i * size, i), x.AsSpan(0, i))) / factor[(i * size) + i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            x[i] /= factor[(i * size) + i];
            AddScaled(x.AsSpan(0, i), -x[i], factor.AsSpan(i * size, i));
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
                AddScaled(row[..(j + 1)], -factor[(i * size) + j], m.AsSpan(j * size, j + 1));
            }

            row[i] = 1;
            foreach (ref var value in row)
            {
                value /= factor[(i * size) + i];
            }

            for (var j = 0; j <= i; j++)
            {
                AddScaled(inverse.AsSpan(j * size, j + 1), row[j], row[..(j + 1)]);
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

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector<double>> va = MemoryMarshal.Cast<double, Vector<double>>(a), vb = MemoryMarshal.Cast<double, Vector<double>>(b);
        var sum = Vector<double>.Zero;
        for (var i = 0; i < va.Length; i++)
        {
            sum += va[i] * vb[i];
        }

        var total = Vector.Sum(sum);
        for (var i = va.Length * Vector<double>.Count; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    private static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        var to = MemoryMarshal.Cast<double, Vector<double>>(target);
        var from = MemoryMarshal.Cast<double, Vector<double>>(source);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += factor * from[i];
        }

        for (var i = to.Length * Vector<double>.Count; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}
