using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Numerics;

/// <summary>A Aᵀ of a matrix whose columns are nearly dependent, by fewer columns.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>A</term><description>m×n</description></item>
/// <item><term>L</term><description>m×k, k ≤ min(m, n) and at least 1</description></item>
/// </list>
/// The Cholesky factor of A Aᵀ with pivots, by orthogonalising A's rows instead, so that nothing is squared: A = L Q + R with Q's rows orthonormal and across all of R's, until
/// no row of R has more than 2⁻²⁷ of the length of A's. So A Aᵀ − L Lᵀ = R Rᵀ is, entry by entry, below 2⁻⁵⁴ |aᵢ||aⱼ|, however different the rows' sizes are; O(mnk).
/// </remarks>
internal static class LowRank
{
    private const double Negligible = 1.0 / (1 << 27);

    /// <summary>L with L Lᵀ = A Aᵀ to rounding.</summary>
    public static Matrix<double> Factor(Matrix<double> a)
    {
        var (m, n, rest) = (a.RowCount, a.ColumnCount, a.ToRowMajorArray());
        double[] left = Lengths(rest, m, n), scales = Array.ConvertAll(left, length => length > 0 ? 1 / length : 0), direction = new double[n];
        var columns = new List<double[]>();
        var pivot = Largest(left, scales);
        do
        {
            var column = new double[m];
            if (left[pivot] > 0)
            {
                Spans.Combine(direction, 0, 1 / left[pivot], rest.AsSpan(pivot * n, n));
            }

            for (var i = 0; i < m; i++)
            {
                column[i] = Spans.Dot(rest.AsSpan(i * n, n), direction);
                Spans.AddScaled(rest.AsSpan(i * n, n), -column[i], direction);
            }

            columns.Add(column);
            left = Lengths(rest, m, n);
            pivot = Largest(left, scales);
        }
        while (left[pivot] * scales[pivot] > Negligible && columns.Count < Math.Min(m, n));

        return Matrix<double>.Build.DenseOfColumnArrays(columns);
    }

    private static double[] Lengths(double[] rows, int m, int n)
    {
        var lengths = new double[m];
        for (var i = 0; i < m; i++)
        {
            lengths[i] = Math.Sqrt(Spans.Dot(rows.AsSpan(i * n, n), rows.AsSpan(i * n, n)));
        }

        return lengths;
    }

    // The row of which most is left, by its scale.
    private static int Largest(double[] left, double[] scales)
    {
        var largest = 0;
        for (var i = 1; i < left.Length; i++)
        {
            largest = left[i] * scales[i] > left[largest] * scales[largest] ? i : largest;
        }

        return largest;
    }
}
