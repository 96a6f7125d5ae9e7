using System.Runtime.Intrinsics;
using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>Managed products and factorisations at sizes around those of their tiles and blocks, against sums as they are written.</summary>
public class ManagedRoutinesTests
{
    public static TheoryData<int, int, int> Sizes => new() { { 1, 1, 1 }, { 8, 6, 8 }, { 16, 12, 256 }, { 17, 13, 257 }, { 257, 25, 31 }, { 300, 7, 520 }, { 5, 40, 40 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_are_the_sums(int m, int n, int k)
    {
        foreach (var (transposeA, transposeB) in (List<(bool, bool)>)[(false, false), (true, false), (false, true), (true, true)])
        {
            double[] a = Numbers(m * k, 1), b = Numbers(k * n, 2), c = Numbers(m * n, 3), expected = [.. c];
            for (var j = 0; j < n; j++)
            {
                for (var i = 0; i < m; i++)
                {
                    var sum = 0.0;
                    for (var l = 0; l < k; l++)
                    {
                        sum += a[transposeA ? l + (i * k) : i + (l * m)] * b[transposeB ? j + (l * n) : l + (j * k)];
                    }

                    expected[i + (j * m)] = (0.5 * expected[i + (j * m)]) - (1.5 * sum);
                }
            }

            ManagedDenseRoutines.Instance.Multiply(transposeA, transposeB, m, n, k, -1.5, a, b, 0.5, c);
            for (var i = 0; i < c.Length; i++)
            {
                Near.Absolute(expected[i], c[i], 1e-15 * k * 10, "product");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(47)]
    [InlineData(48)]
    [InlineData(49)]
    [InlineData(150)]
    public void Factors_solve_and_invert(int n)
    {
        var routines = ManagedDenseRoutines.Instance;
        double[] half = Numbers(n * n, 4), a = new double[n * n];
        routines.Multiply(false, true, n, n, n, 1, half, half, 0, a);
        for (var i = 0; i < n; i++)
        {
            a[i * (n + 1)] += 1;
        }

        double[] factor = [.. a], x = Numbers(n * 9, 5), b = [.. x], product = new double[n * 9], unit = new double[n * n];
        routines.Cholesky(n, factor);
        routines.CholeskySolve(n, 9, factor, x);
        routines.Multiply(false, false, n, 9, n, 1, a, x, 0, product);
        for (var i = 0; i < b.Length; i++)
        {
            Near.Absolute(b[i], product[i], 1e-14 * n * n, "solution");
        }

        routines.CholeskyInverse(n, factor);
        routines.Multiply(false, false, n, n, n, 1, a, factor, 0, unit);
        for (var i = 0; i < unit.Length; i++)
        {
            Near.Absolute(i % (n + 1) == 0 ? 1 : 0, unit[i], 1e-14 * n * n, "identity");
        }

        a[(n - 1) * (n + 1)] = -1;
        Assert.False(routines.TryCholesky(n, a));
    }

    [Fact]
    public void Arcs_are_those_of_the_framework()
    {
        double[] slopes = [0, 1e-300, 1e-9, 0.1, 0.5, 0.6599, 0.66, 0.6601, 1, 2.4142, 2.41421357, 2.5, 1e3, 1e12, 1e200, .. Numbers(1001, 6)];
        foreach (var slope in slopes)
        {
            foreach (var x in (double[])[1, 1.7, 30])
            {
                var arc = ArcTangent.Of(Vector512.Create(-slope * x), Vector512.Create(x))[0];
                Near.Absolute(Math.Atan2(-slope * x, x), arc, 5e-16 * Math.Min(1.6, Math.Abs(slope)), "arc");
            }
        }

        Assert.True(double.IsNaN(ArcTangent.Of(Vector512.Create(double.NaN), Vector512<double>.One)[0]));
    }

    private static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }
}
