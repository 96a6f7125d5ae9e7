namespace FeatureLearning.Numerics;

/// <summary>(L Lᵀ)⁻¹ = WᵀW with W = L⁻¹, column-major, in products of blocks that leave out what is zero.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>L, W</term><description>lower triangular, n×n</description></item>
/// </list>
/// W of halves: W₁₁ and W₂₂ their own inverses, W₂₁ = −W₂₂ L₂₁ W₁₁.
/// </remarks>
internal static unsafe class FactorInverse
{
    /// <summary>Where halving ends.</summary>
    private const int Small = 32;

    /// <summary>Rows of the last product that are done at once.</summary>
    private const int Rows = 64;

    /// <summary>The inverse's lower triangle takes the place of L's; what is above the diagonal is lost.</summary>
    public static void Invert(int n, double* l)
    {
        using var buffer = new LentBuffer((long)n * n);
        var scratch = buffer.Start;
        for (var j = 1; j < n; j++)
        {
            new Span<double>(l + ((long)j * n), j).Clear();
        }

        Triangle(n, n, l, scratch);
        buffer.Span.Clear();
        for (var i = 0; i < n; i += Rows)
        {
            var rows = Math.Min(Rows, n - i);
            double* w = l + i, corner = w + ((long)i * n);
            PanelProducts.MultiplyAdd(true, false, rows, i + rows, n - i, 1, corner, n, w, n, scratch + i, n);
        }

        buffer.Span.CopyTo(new Span<double>(l, n * n));
    }

    private static void Triangle(int size, int n, double* l, double* scratch)
    {
        if (size <= Small)
        {
            Column(size, n, l);
            return;
        }

        var half = size / 2;
        var rest = size - half;
        double* below = l + half, second = below + ((long)half * n);
        Triangle(half, n, l, scratch);
        Triangle(rest, n, second, scratch);
        new Span<double>(scratch, rest * half).Clear();
        PanelProducts.MultiplyAdd(false, false, rest, half, half, -1, below, n, l, n, scratch, rest);
        for (var j = 0; j < half; j++)
        {
            new Span<double>(below + ((long)j * n), rest).Clear();
        }

        PanelProducts.MultiplyAdd(false, false, rest, half, rest, 1, second, n, scratch, rest, below, n);
    }

    // From the last column to the first: below the diagonal, −W₂₂ l/λ.
    private static void Column(int size, int n, double* l)
    {
        for (var j = size - 1; j >= 0; j--)
        {
            var x = l + ((long)j * n);
            x[j] = 1 / x[j];
            for (var k = size - 1; k > j; k--)
            {
                var w = l + ((long)k * n);
                var value = -x[j] * x[k];
                x[k] = value * w[k];
                Spans.AddScaled(new Span<double>(x + k + 1, size - k - 1), value, new ReadOnlySpan<double>(w + k + 1, size - k - 1));
            }
        }
    }
}
