using System.Numerics;

namespace FeatureLearning.Numerics;

/// <summary>The routines in managed code, products in tiles and factorisations block by block; for machines without a BLAS.</summary>
internal sealed unsafe class ManagedDenseRoutines : DenseRoutines
{
    /// <summary>Columns of a block of a factorisation: what is done column by column within it is a small part of the work.</summary>
    private const int BlockSize = 48;

    public static ManagedDenseRoutines Instance { get; } = new();

    public override IDisposable LimitThreads(int threads) => new Nothing();

    private protected override void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c)
    {
        if (PanelProducts.Pays(m, n, k))
        {
            Scale(checked(m * n), beta, c);
            PanelProducts.MultiplyAdd(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, c, m);
            return;
        }

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

    // Columns of a block take off what all before them contribute, in one product, and then each other.
    private protected override int Factorize(int n, double* a)
    {
        for (var first = 0; first < n; first += BlockSize)
        {
            var end = Math.Min(first + BlockSize, n);
            double* rows = a + first, block = rows + ((long)first * n);
            if (first > 0)
            {
                PanelProducts.MultiplyAdd(false, true, n - first, end - first, first, -1, rows, n, rows, n, block, n);
            }

            for (var j = first; j < end; j++)
            {
                var column = a + ((long)j * n);
                for (var k = first; k < j; k++)
                {
                    Add(n - j, -a[j + ((long)k * n)], a + j + ((long)k * n), column + j);
                }

                if (!(column[j] > 0))
                {
                    return j + 1;
                }

                Scale(n - j, 1 / Math.Sqrt(column[j]), column + j);
            }
        }

        return 0;
    }

    private protected override void Solve(int n, int columns, double* l, double* b)
    {
        for (var first = 0; first < n; first += BlockSize)
        {
            var end = Math.Min(first + BlockSize, n);
            Forward(n, first, end, columns, l, b);
            Update(false, n, end, n, first, end, columns, l, b);
        }

        for (var end = n; end > 0;)
        {
            var first = (end - 1) / BlockSize * BlockSize;
            Update(true, n, first, end, end, n, columns, l, b);
            Backward(n, first, end, columns, l, b);
            end = first;
        }
    }

    private static void Forward(int n, int first, int end, int columns, double* l, double* b)
    {
        for (var c = 0; c < columns; c++)
        {
            var x = b + ((long)c * n);
            for (var j = first; j < end; j++)
            {
                x[j] /= l[j + ((long)j * n)];
                Add(end - j - 1, -x[j], l + j + 1 + ((long)j * n), x + j + 1);
            }
        }
    }

    private static void Backward(int n, int first, int end, int columns, double* l, double* b)
    {
        for (var c = 0; c < columns; c++)
        {
            var x = b + ((long)c * n);
            for (var j = end - 1; j >= first; j--)
            {
                x[j] = (x[j] - Dot(end - j - 1, l + j + 1 + ((long)j * n), x + j + 1)) / l[j + ((long)j * n)];
            }
        }
    }

    // B[rows] ← B[rows] − (L or Lᵀ)[rows, known] B[known].
    private static void Update(bool transpose, int n, int from, int to, int known, int last, int columns, double* l, double* b)
    {
        var factor = transpose ? l + known + ((long)from * n) : l + from + ((long)known * n);
        if (PanelProducts.Pays(to - from, columns, last - known))
        {
            PanelProducts.MultiplyAdd(transpose, false, to - from, columns, last - known, -1, factor, n, b + known, n, b + from, n);
            return;
        }

        for (var c = 0; c < columns && to > from; c++)
        {
            double* source = b + known + ((long)c * n), target = b + from + ((long)c * n);
            for (var i = 0; transpose && i < to - from; i++)
            {
                target[i] -= Dot(last - known, factor + ((long)i * n), source);
            }

            for (var i = 0; !transpose && i < last - known; i++)
            {
                Add(to - from, -source[i], factor + ((long)i * n), target);
            }
        }
    }

    private protected override void Invert(int n, double* l) => FactorInverse.Invert(n, l);

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
