using System.Runtime.CompilerServices;

namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>
/// All eigenvalues of a symmetric tridiagonal matrix by implicit QL without square roots, about one division's latency an inner step.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>d, b</term><description>the diagonal and the squares of the off-diagonal</description></item>
/// <item><term>σ</term><description>Wilkinson's shift</description></item>
/// <item><term>γ, p</term><description>a rotation's remainder and its square over the cosine's square</description></item>
/// </list>
/// Source: the Pal, Walker and Kahan form of QL, Parlett, The Symmetric Eigenvalue Problem (SIAM, 1998), as in LAPACK's <c>sterf</c>. Each block goes through QL from whichever
/// end is the larger one, the other way by turning it around.
/// </remarks>
internal static class TridiagonalEigenvalues
{
    private const double Epsilon = 1.1102230246251565e-16;

    /// <summary>Iterations an eigenvalue, on average: 2 are usual.</summary>
    private const int MostIterations = 30;

    /// <summary>Eigenvalues, ascending.</summary>
    /// <param name="diagonal">n numbers.</param>
    /// <param name="offDiagonal">n − 1 numbers.</param>
    /// <exception cref="ArithmeticException">It does not converge, as with numbers that are not finite.</exception>
    public static double[] Of(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal)
    {
        var largest = Math.Max(Spans.LargestMagnitude(diagonal), Spans.LargestMagnitude(offDiagonal));
        double[] values = [.. diagonal], squares = [.. offDiagonal];
        if (largest > 0)
        {
            Spans.Scale(values, 1 / largest);
            Spans.Scale(squares, 1 / largest);
        }

        var iterations = MostIterations * values.Length;
        for (int first = 0, end; first < values.Length; first = end)
        {
            for (end = first + 1; end < values.Length
                && Math.Abs(squares[end - 1]) > Epsilon * Math.Sqrt(Math.Abs(values[end - 1])) * Math.Sqrt(Math.Abs(values[end])); end++)
            {
                squares[end - 1] *= squares[end - 1];
            }

            Block(values.AsSpan(first, end - first), squares.AsSpan(first, end - first - 1), ref iterations);
        }

        Array.Sort(values);
        Spans.Scale(values, largest > 0 ? largest : 1);
        return values;
    }

    private static void Block(Span<double> d, Span<double> b, ref int iterations)
    {
        if (Math.Abs(d[^1]) < Math.Abs(d[0]))
        {
            d.Reverse();
            b.Reverse();
        }

        for (var first = 0; first < d.Length;)
        {
            var last = first;
            while (last + 1 < d.Length && b[last] > Epsilon * Epsilon * Math.Abs(d[last] * d[last + 1]))
            {
                last++;
            }

            if (last == first)
            {
                first++;
                continue;
            }

            if (last == first + 1)
            {
                (d[first], d[last]) = Pair(d[first], b[first], d[last]);
                first += 2;
                continue;
            }

            if (iterations-- == 0)
            {
                throw new ArithmeticException("The eigenvalues of a tridiagonal matrix do not converge; are all its numbers finite?");
            }

            Sweep(d[first..(last + 1)], b[first..last]);
        }
    }

    // The eigenvalues of [x, √b; √b, y].
    private static (double, double) Pair(double x, double b, double y)
    {
        double half = (x - y) / 2, sum = x + y;
        var root = Math.Sqrt((half * half) + b);
        if (sum == 0)
        {
            return (root, -root);
        }

        var larger = sum > 0 ? (sum / 2) + root : (sum / 2) - root;
        return (larger, ((x / larger) * y) - (b / larger));
    }

    // One QL step from the last row up to the first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sweep(Span<double> d, Span<double> b)
    {
        var off = Math.Sqrt(b[0]);
        var half = (d[1] - d[0]) / (2 * off);
        var root = Math.Sqrt((half * half) + 1);
        var sigma = d[0] - (off / (half + (half >= 0 ? root : -root)));
        double sine = 0, cosine = 1, gamma = d[^1] - sigma, p = gamma * gamma;
        for (var i = b.Length - 1; i >= 0; i--)
        {
            double square = b[i], r = p + square, both = r * p, before = cosine;
            var t = (p * (d[i] - sigma)) - (square * gamma);
            if (i + 1 < b.Length)
            {
                b[i + 1] = sine * r;
            }

            (cosine, sine) = (p / r, square / r);
            var next = t / r;
            p = both > 1e-200 ? t * t / both : cosine != 0 ? next * next / cosine : before * square;
            d[i + 1] = gamma + (d[i] - next);
            gamma = next;
        }

        b[0] = sine * p;
        d[0] = sigma + gamma;
    }
}
