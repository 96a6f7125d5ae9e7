using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureLearning.Numerics;

/// <summary>
/// S = Σ c a bᵀ over the columns of blocks as in <see cref="BlockProducts"/>. Columns are collected, transposed as <see cref="PanelTile"/> reads them, until a
/// product of them is deep enough to be worth reading and writing S. Each number is summed in one fixed order.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>a, b, c</term><description>columns of m and of n numbers, and a weight for each pair of them</description></item>
/// </list>
/// </remarks>
internal sealed unsafe class OuterSum
{
    /// <summary>Columns that are collected: a panel of 12 rows then has 48 KiB, one of 16 columns 64 KiB.</summary>
    private const int Depth = 512;

    private const int Lanes = BlockProducts.Lanes;
    private readonly int m, n;
    private readonly double[] left, right, sum;
    private readonly double[] factors = new double[Depth], panel = new double[PanelTile.Rows * Depth], product = new double[PanelTile.Rows * Lanes];
    private int count;

    /// <summary>A sum of zeros, m×n.</summary>
    public OuterSum(int m, int n)
    {
        (this.m, this.n, sum) = (m, n, new double[m * n]);
        (left, right) = (Columns(m), Columns(n));
    }

    /// <summary>A sum Σ c a aᵀ, n×n, of which the lower triangle is found.</summary>
    public OuterSum(int n)
    {
        (m, this.n, sum) = (n, n, new double[n * n]);
        left = right = Columns(n);
    }

    private bool IsSymmetric => ReferenceEquals(left, right);

    /// <summary>S, row-major; of a symmetric one what is above the diagonal means nothing.</summary>
    public double[] Total()
    {
        Flush();
        return sum;
    }

    public void Clear()
    {
        Array.Clear(sum);
        count = 0;
    }

    /// <summary>Adds a block of a symmetric sum; without weights they are ones.</summary>
    public void Add(double[] a, double[]? weights = null, double scale = 1)
    {
        Collect(m, a, left);
        Weigh(weights, scale);
    }

    /// <summary>Adds a block; without weights they are ones.</summary>
    public void Add(double[] a, double[] b, double[]? weights)
    {
        Collect(m, a, left);
        Collect(n, b, right);
        Weigh(weights, 1);
    }

    private void Weigh(double[]? weights, double scale)
    {
        for (var c = 0; c < BlockProducts.Width; c++)
        {
            factors[count++] = weights is null ? scale : scale * weights[c];
        }

        if (count == Depth)
        {
            Flush();
        }
    }

    // One panel of 16 rows after the other, in each the columns one after the other; as many as the last panel of 12 rows reaches into.
    private static double[] Columns(int rows) => new double[(rows + PanelTile.Rows - 1 + Lanes - 1) / Lanes * Lanes * Depth];

    // Squares of 16 numbers each way, which are whole on both sides.
    private void Collect(int rows, double[] block, double[] columns)
    {
        fixed (double* source = block, start = columns)
        {
            for (var part = 0; part < BlockProducts.Width / Lanes; part++)
            {
                var target = start + ((count + (part * Lanes)) * Lanes);
                for (var i = 0; i < rows; i += Lanes, target += Depth * Lanes)
                {
                    Transpose(Math.Min(Lanes, rows - i), source + (((part * rows) + i) * Lanes), target);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    private static void Transpose(int rows, double* source, double* target)
    {
        for (var c = 0; c < Lanes; c++, source++, target += Lanes)
        {
            for (var i = 0; i < rows; i++)
            {
                target[i] = source[i * Lanes];
            }
        }
    }

    private void Flush()
    {
        fixed (double* a = panel, b = right, s = sum, tile = product)
        {
            for (var i = 0; i < m && count > 0; i += PanelTile.Rows)
            {
                Gather(i, a);
                var rows = Math.Min(PanelTile.Rows, m - i);
                var end = IsSymmetric ? i + rows : n;
                for (var j = 0; j < end; j += Lanes)
                {
                    var target = s + ((long)i * n) + j;
                    Prefetch(rows, target);
                    PanelTile.Multiply(count, a, b + (j * Depth), tile);
                    AddTile(rows, Math.Min(Lanes, n - j), tile, target);
                }
            }
        }

        count = 0;
    }

    // Twelve rows with their weights; four of them are always of one panel of sixteen.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    private void Gather(int row, double* target)
    {
        fixed (double* start = left, c = factors)
        {
            for (var part = 0; part < PanelTile.Rows; part += 4)
            {
                var from = start + ((row + part) / Lanes * Lanes * Depth) + ((row + part) % Lanes);
                for (var k = 0; k < count; k++)
                {
                    (Vector256.Create(c[k]) * Vector256.Load(from + (k * Lanes))).Store(target + (k * PanelTile.Rows) + part);
                }
            }
        }
    }

    // S is too large for a core's own cache, and its tiles no stream that a processor sees coming.
    private void Prefetch(int rows, double* target)
    {
        for (var row = 0; row < rows && Sse.IsSupported; row++, target += n)
        {
            Sse.Prefetch0(target);
            Sse.Prefetch0(target + (Lanes / 2));
            Sse.Prefetch0(target + Lanes - 1);
        }
    }

    private void AddTile(int rows, int columns, double* tile, double* target)
    {
        for (var row = 0; row < rows; row++, tile += Lanes, target += n)
        {
            if (columns == Lanes)
            {
                (Vector512.Load(target) + Vector512.Load(tile)).Store(target);
                (Vector512.Load(target + 8) + Vector512.Load(tile + 8)).Store(target + 8);
                continue;
            }

            for (var j = 0; j < columns; j++)
            {
                target[j] += tile[j];
            }
        }
    }
}
