using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics;

/// <summary>
/// The Cholesky factor L of sK + κ in the order in which <see cref="PanelTile"/> reads it, and solutions with it for strips of columns: both are the same products of
/// panels, at the rate of the tile, and nothing is packed or transposed in between.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>panel</term><description>12 rows of L left of their diagonal block, column after column; the inverse of that block apart, likewise</description></item>
/// <item><term>strip</term><description><see cref="Lanes"/> columns of a matrix, row-major, <see cref="Rows"/> rows, zeros after the n-th</description></item>
/// </list>
/// L grows by 48 rows at a time, which are four panels and, as columns of K, three strips: the new rows of L are L⁻¹ times these. Roundings do not depend on the number of
/// threads.
/// </remarks>
internal sealed unsafe class StripCholesky : IDisposable
{
    /// <summary>Columns of a strip.</summary>
    public const int Lanes = PanelTile.Bytes / sizeof(double);

    private const int Height = PanelTile.Rows, Square = Height * Height, Tile = Height * Lanes;

    /// <summary>Rows that are factorised together: whole panels and whole strips.</summary>
    private const int Group = 48, GroupPanels = Group / Height, GroupStrips = Group / Lanes;

    /// <summary>So few groups are done before another thread has woken up.</summary>
    private const int Few = 6;

    private readonly int n, groups;
    private readonly LentBuffer panels, inverses;

    private StripCholesky(int n)
    {
        this.n = n;
        groups = (n + Group - 1) / Group;
        panels = new LentBuffer(Offset(groups * GroupPanels), cleared: false);
        inverses = new LentBuffer((long)groups * GroupPanels * Square);
    }

    /// <summary>Rows of a strip: n and what fills the last panel.</summary>
    public int Rows => RowsFor(n);

    /// <summary>Rows of a strip for so many points.</summary>
    public static int RowsFor(int n) => (n + Height - 1) / Height * Height;

    /// <summary>Factorises sK + κ; null where that is not positive definite to rounding.</summary>
    /// <param name="symmetric">K, column-major n×n, of which only the lower triangle is read.</param>
    /// <param name="n">n.</param>
    /// <param name="scale">s.</param>
    /// <param name="shift">κ.</param>
    public static StripCholesky? Of(double[] symmetric, int n, double scale, double shift)
    {
        var result = new StripCholesky(n);
        using var strips = new LentBuffer((long)result.groups * Group * Group, cleared: false);
        var definite = true;
        Crew.Run(result.groups < Few ? 1 : Math.Min(GroupStrips, Environment.ProcessorCount), crew =>
        {
            for (var group = 0; group < result.groups && definite; group++)
            {
                result.Gather(symmetric, group, scale, shift, strips.Start);
                definite = result.Grow(group, strips.Start, crew);
            }
        });
        if (!definite)
        {
            result.Dispose();
            return null;
        }

        return result;
    }

    /// <summary>X ← L⁻¹ X for some strips, each <see cref="Rows"/> · <see cref="Lanes"/> numbers, one after the other; from several threads at once.</summary>
    public void Solve(double* strips, int count) => Solve(strips, count, (long)Rows * Lanes, Rows / Height);

    public void Dispose()
    {
        panels.Dispose();
        inverses.Dispose();
    }

    private static long Offset(int panel) => (long)Square * panel * (panel - 1) / 2;

    private double* Panel(int panel) => panels.Start + Offset(panel);

    private double* Inverse(int panel) => inverses.Start + ((long)panel * Square);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Solve(double* strips, int count, long stride, int known)
    {
        double* product = stackalloc double[Tile], rest = stackalloc double[Tile];
        for (var panel = 0; panel < known; panel++)
        {
            for (var i = 0; i < count; i++)
            {
                double* strip = strips + (i * stride), rows = strip + ((long)panel * Tile);
                PanelTile.Multiply(panel * Height, Panel(panel), strip, product);
                Subtract(rows, product, rest);
                PanelTile.Multiply(Height, Inverse(panel), rest, rows);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    private static void Subtract(double* from, double* product, double* rest)
    {
        for (var i = 0; i < Tile; i += Vector512<double>.Count)
        {
            (Vector512.Load(from + i) - Vector512.Load(product + i)).Store(rest + i);
        }
    }

    // Strips of the columns of sK + κ that belong to a group, down to the diagonal; ones there beyond n. What is above it within a vector is anything, and not used.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(double[] symmetric, int group, double scale, double shift, double* strips)
    {
        int first = group * Group, rows = first + Group;
        var factor = Vector512.Create(scale);
        for (var at = first; at < rows; at += Lanes, strips += (long)rows * Lanes)
        {
            var end = at + Lanes;
            for (var k = 0; k < end && end <= n; k++)
            {
                ref var source = ref symmetric[((long)k * n) + at];
                (factor * Vector512.LoadUnsafe(ref source)).Store(strips + (k * Lanes));
                (factor * Vector512.LoadUnsafe(ref source, 8)).Store(strips + (k * Lanes) + 8);
            }

            for (var k = end <= n ? at : 0; k < end; k++)
            {
                for (var lane = Math.Max(k - at, 0); lane < Lanes; lane++)
                {
                    strips[(k * Lanes) + lane] = Entry(symmetric, k, at + lane, scale, shift);
                }
            }
        }
    }

    private double Entry(double[] symmetric, int column, int row, double scale, double shift) => row < n
        ? (scale * symmetric[((long)column * n) + row]) + (row == column ? shift : 0)
        : row == column ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Grow(int group, double* strips, Crew crew)
    {
        var first = group * Group;
        long stride = (first + Group) * Lanes;
        crew.For(GroupStrips, i => Solve(strips + (i * stride), 1, stride, group * GroupPanels));
        for (var panel = 0; panel < GroupPanels; panel++)
        {
            Copy(strips, stride, first, panel, Panel((group * GroupPanels) + panel));
        }

        var upper = stackalloc double[Group * Group];
        for (var panel = 0; panel < GroupPanels; panel++)
        {
            for (var i = panel * Height / Lanes; i < GroupStrips; i++)
            {
                PanelTile.Multiply(first, Panel((group * GroupPanels) + panel), strips + (i * stride), upper + (panel * Height * Group) + (i * Lanes), Group);
            }
        }

        Subtract(strips + ((long)first * Lanes), stride, upper);
        if (!Factor(upper))
        {
            return false;
        }

        for (var panel = 0; panel < GroupPanels; panel++)
        {
            Store(upper, panel, Panel((group * GroupPanels) + panel) + ((long)first * Height), Inverse((group * GroupPanels) + panel));
        }

        return true;
    }

    // The columns of strips that are a panel's rows. Both begin at multiples of four.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(double* strips, long stride, int rows, int panel, double* target)
    {
        for (var part = 0; part < Height; part += Vector256<double>.Count)
        {
            var column = (panel * Height) + part;
            var source = strips + (column / Lanes * stride) + (column % Lanes);
            for (var k = 0; k < rows; k++)
            {
                Vector256.Load(source + (k * Lanes)).Store(target + (k * Height) + part);
            }
        }
    }

    // What the rows before leave of a diagonal block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(double* block, long stride, double* upper)
    {
        for (var i = 0; i < Group; i++, block += Lanes, upper += Group)
        {
            for (var j = i & ~7; j < Group; j += 8)
            {
                (Vector512.Load(block + (j / Lanes * stride) + (j % Lanes)) - Vector512.Load(upper + j)).Store(upper + j);
            }
        }
    }

    // UᵀU of a diagonal block, row by row in place, whole vectors: what is below the diagonal is never read. False where it is not positive definite.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Factor(double* upper)
    {
        for (var k = 0; k < Group; k++)
        {
            var row = upper + (k * Group);
            if (!(row[k] > 0) || !double.IsFinite(row[k]))
            {
                return false;
            }

            var inverse = Vector512.Create(1 / Math.Sqrt(row[k]));
            for (var j = k & ~7; j < Group; j += 8)
            {
                (inverse * Vector512.Load(row + j)).Store(row + j);
            }

            for (var i = k + 1; i < Group; i++)
            {
                var factor = Vector512.Create(-row[i]);
                var target = upper + (i * Group);
                for (var j = i & ~7; j < Group; j += 8)
                {
                    Vector512.FusedMultiplyAdd(factor, Vector512.Load(row + j), Vector512.Load(target + j)).Store(target + j);
                }
            }
        }

        return true;
    }

    // A panel's part of the diagonal block, and the inverse of the square on the diagonal.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Store(double* upper, int panel, double* target, double* inverse)
    {
        var first = panel * Height;
        for (var k = 0; k < first; k++)
        {
            new Span<double>(upper + (k * Group) + first, Height).CopyTo(new Span<double>(target + (k * Height), Height));
        }

        for (var column = 0; column < Height; column++)
        {
            var x = inverse + (column * Height);
            for (var i = column; i < Height; i++)
            {
                var sum = i == column ? 1.0 : 0;
                for (var j = column; j < i; j++)
                {
                    sum -= upper[((first + j) * Group) + first + i] * x[j];
                }

                x[i] = sum / upper[((first + i) * Group) + first + i];
            }
        }
    }
}
