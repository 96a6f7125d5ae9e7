using System.Numerics;

namespace FeatureLearning.Numerics;

/// <summary>The routines in managed code, column by column with SIMD; for machines without a BLAS.</summary>
internal sealed unsafe class ManagedDenseRoutines : DenseRoutines
{
    public static ManagedDenseRoutines Instance { get; } = new();

    public override IDisposable LimitThreads(int threads) => new Nothing();

    private protected override void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c)
    {
        for (var column = 0; column < n; column++)
        {
            var target = c + ((long)column * m);
            Scale(m, beta, target);
            if (transposeA)
            {
                DotColumns(m, k, alpha, a, lda, b + (transposeB ? column : (long)column * ldb), transposeB ? ldb : 1, target);
                continue;
            }

            for (var inner = 0; inner < k; inner++)
            {
                Add(m, alpha * b[transposeB ? column + ((long)inner * ldb) : inner + ((long)column * ldb)], a + ((long)inner * lda), target);
            }
        }
    }

    private protected override int Factorize(int n, double* a)
    {
        for (var j = 0; j < n; j++)
        {
            var column = a + ((long)j * n);
            for (var k = 0; k < j; k++)
            {
                Add(n - j, -a[j + ((long)k * n)], a + j + ((long)k * n), column + j);
            }

            if (!(column[j] > 0))
            {
                return j + 1;
            }

            Scale(n - j, 1 / Math.Sqrt(column[j]), column + j);
        }

        return 0;
    }

    private protected override void Solve(int n, int columns, double* l, double* b)
    {
        for (var c = 0; c < columns; c++)
        {
            var x = b + ((long)c * n);
            for (var j = 0; j < n; j++)
            {
                x[j] /= l[j + ((long)j * n)];
                Add(n - j - 1, -x[j], l + j + 1 + ((long)j * n), x + j + 1);
            }

            for (var j = n - 1; j >= 0; j--)
            {
                x[j] = (x[j] - Dot(n - j - 1, l + j + 1 + ((long)j * n), x + j + 1)) / l[j + ((long)j * n)];
            }
        }
    }

    private protected override void Invert(int n, double* l)
    {
        var inverse = new double[(long)n * n];
        fixed (double* p = inverse)
        {
            for (var i = 0; i < n; i++)
            {
                p[i + ((long)i * n)] = 1;
            }

            Solve(n, n, l, p);
            new ReadOnlySpan<double>(p, n * n).CopyTo(new Span<double>(l, n * n));
        }
    }

    private static void DotColumns(int m, int k, double alpha, double* a, int lda, double* b, int stride, double* target)
    {
        var gathered = b;
        double* copy = stackalloc double[stride == 1 ? 0 : k];
        if (stride != 1)
        {
            for (var i = 0; i < k; i++)
            {
                copy[i] = b[(long)i * stride];
            }

            gathered = copy;
        }

        for (var row = 0; row < m; row++)
        {
            target[row] += alpha * Dot(k, a + ((long)row * lda), gathered);
        }
    }

    private static void Add(int n, double factor, double* source, double* target)
    {
        var f = new Vector<double>(factor);
        var i = 0;
        for (; i <= n - Vector<double>.Count; i += Vector<double>.Count)
        {
            (Vector.Load(target + i) + (f * Vector.Load(source + i))).Store(target + i);
        }

        for (; i < n; i++)
        {
            target[i] += factor * source[i];
        }
    }

    private static double Dot(int n, double* a, double* b)
    {
        var sum = Vector<double>.Zero;
        var i = 0;
        for (; i <= n - Vector<double>.Count; i += Vector<double>.Count)
        {
            sum += Vector.Load(a + i) * Vector.Load(b + i);
        }

        var total = Vector.Sum(sum);
        for (; i < n; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    // β = 0 clears, also what is not a number.
    private static void Scale(int n, double factor, double* target)
    {
        if (factor == 0)
        {
            new Span<double>(target, n).Clear();
            return;
        }

        for (var i = 0; i < n && factor != 1; i++)
        {
            target[i] *= factor;
        }
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
