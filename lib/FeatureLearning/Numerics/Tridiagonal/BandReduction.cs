using System.Runtime.CompilerServices;

namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>
/// A symmetric matrix as A = Q B Qᵀ with a band matrix B of <see cref="TileProducts.Size"/> diagonals below the main one: the first half of a reduction to tridiagonal form,
/// nearly all of it products of tiles.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>V, T</term><description>reflectors of one panel, I − V T Vᵀ, see <see cref="PanelReflectors"/></description></item>
/// <item><term>W</term><description>−A V T + ½ V Tᵀ Vᵀ A V T, so that a panel's step is A ← A + V Wᵀ + W Vᵀ</description></item>
/// </list>
/// What a panel changes in a tile is done when the product with the next panel's V needs that tile, so that the matrix goes through the cache once a panel. Rows of tiles are
/// dealt to stripes with sums of their own, added in order: the same roundings for any number of threads, which are a <see cref="Crew"/>. Source: successive band reduction, Bischof, Lang and Sun,
/// ACM Trans. Math. Softw. 26, 581 (2000).
/// </remarks>
internal sealed unsafe class BandReduction : IDisposable
{
    private const int Size = TileProducts.Size, Area = TileProducts.Area;

    /// <summary>Rows of tiles that are worked on together: what belongs to each, three tiles, stays in the second-level cache.</summary>
    private const int Rows = 8;

    private readonly SymmetricTiles tiles;
    private readonly KeptBuffer couplings; // T of each panel
    private readonly KeptBuffer triangles; // R of each panel
    private readonly LentBuffer work;
    private readonly int stripes;

    // One row of tiles each: W, and the transposes of V and W.
    private readonly double* w, transposedV, transposedW;

    // A tile each: −T, −½ Tᵀ Vᵀ W, and Vᵀ W of each stripe.
    private readonly double* negative, correction, overlaps;

    private BandReduction(SymmetricTiles tiles)
    {
        this.tiles = tiles;
        stripes = Math.Clamp(tiles.Count / 16 * 2, 1, 8);
        long length = (long)tiles.Count * Area;
        couplings = new KeptBuffer(length);
        triangles = new KeptBuffer(length);
        work = new LentBuffer(((3 + stripes) * length) + ((2 + stripes) * Area));
        w = work.Start;
        transposedV = w + length;
        transposedW = transposedV + length;
        negative = Sums(stripes);
        correction = negative + Area;
        overlaps = correction + Area;
    }

    /// <summary>Reduces a matrix, which is overwritten by the reflectors.</summary>
    /// <param name="tiles">The matrix.</param>
    /// <param name="threads">Threads at most; as many as there are processors by default.</param>
    public static BandForm Reduce(SymmetricTiles tiles, int threads = -1)
    {
        using var reduction = new BandReduction(tiles);
        var last = tiles.Count - 1;
        Crew.Run(Math.Min(reduction.stripes, threads > 0 ? threads : Environment.ProcessorCount), crew =>
        {
            for (var panel = 0; panel < last; panel++)
            {
                reduction.Step(panel, crew);
            }
        });
        reduction.Update(last, last, last - 1);
        return new BandForm(tiles, reduction.couplings, reduction.triangles);
    }

    public void Dispose() => work.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(int panel, Crew crew)
    {
        var (count, first) = (tiles.Count, panel + 1);
        crew.For(count - panel, i => Update(panel + i, panel, panel - 1));
        double* v = tiles.At(first, panel), t = couplings.Start + ((long)panel * Area);
        PanelReflectors.Factor(v, (count - first) * Size, triangles.Start + ((long)panel * Area), t);
        Copy(t, -1, negative);
        crew.For(stripes, stripe => Sweep(panel, stripe));
        crew.For(stripes, stripe => Project(panel, stripe));
        Correct(t);
        crew.For(stripes, stripe => Complete(panel, stripe));
    }

    // A[i,j] ← A[i,j] + V_i W_jᵀ + W_i V_jᵀ of a panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(int i, int j, int panel)
    {
        if (panel >= 0)
        {
            TileProducts.Add(tiles.At(i, panel), transposedW + ((long)j * Area), tiles.At(i, j));
            TileProducts.Add(w + ((long)i * Area), transposedV + ((long)j * Area), tiles.At(i, j));
        }
    }

    // What the panel before left to do, and this stripe's part of A V.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sweep(int panel, int stripe)
    {
        var sums = Sums(stripe);
        new Span<double>(sums + ((panel + 1) * Area), (tiles.Count - panel - 1) * Area).Clear();
        for (var first = panel + 1; first < tiles.Count; first += Rows)
        {
            var end = Math.Min(first + Rows, tiles.Count);
            for (var j = panel + 1 + stripe; j < end; j += stripes)
            {
                for (var i = Math.Max(first, j); i < end; i++)
                {
                    Tile(i, j, panel, sums);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tile(int i, int j, int panel, double* sums)
    {
        Update(i, j, panel - 1);
        TileProducts.Add(tiles.At(i, j), tiles.At(j, panel), sums + (i * Area));
        if (j < i)
        {
            TileProducts.AddTransposed(tiles.At(i, j), tiles.At(i, panel), sums + (j * Area));
        }
    }

    private double* Sums(int stripe) => work.Start + ((3 + stripe) * (long)tiles.Count * Area);

    // This stripe's rows of −A V T, and their part of Vᵀ times it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Project(int panel, int stripe)
    {
        var overlap = overlaps + (stripe * Area);
        new Span<double>(overlap, Area).Clear();
        for (var i = panel + 1 + stripe; i < tiles.Count; i += stripes)
        {
            var sum = new Span<double>(Sums(0) + (i * Area), Area);
            for (var other = 1; other < stripes; other++)
            {
                Spans.AddScaled(sum, 1, new ReadOnlySpan<double>(Sums(other) + (i * Area), Area));
            }

            new Span<double>(w + (i * Area), Area).Clear();
            TileProducts.Add(Sums(0) + (i * Area), negative, w + (i * Area));
            TileProducts.AddTransposed(tiles.At(i, panel), w + (i * Area), overlap);
        }
    }

    // −½ Tᵀ times what V has in common with −A V T.
    private void Correct(double* t)
    {
        for (var stripe = 1; stripe < stripes; stripe++)
        {
            Spans.AddScaled(new Span<double>(overlaps, Area), 1, new ReadOnlySpan<double>(overlaps + (stripe * Area), Area));
        }

        new Span<double>(correction, Area).Clear();
        TileProducts.AddTransposed(t, overlaps, correction);
        Copy(correction, -0.5, correction);
    }

    // This stripe's rows of W; V and W transposed for the updates to come.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Complete(int panel, int stripe)
    {
        for (var i = panel + 1 + stripe; i < tiles.Count; i += stripes)
        {
            TileProducts.Add(tiles.At(i, panel), correction, w + (i * Area));
            TileProducts.Transpose(tiles.At(i, panel), transposedV + (i * Area));
            TileProducts.Transpose(w + (i * Area), transposedW + (i * Area));
        }
    }

    private static void Copy(double* from, double factor, double* to)
    {
        new ReadOnlySpan<double>(from, Area).CopyTo(new Span<double>(to, Area));
        Spans.Scale(new Span<double>(to, Area), factor);
    }
}
