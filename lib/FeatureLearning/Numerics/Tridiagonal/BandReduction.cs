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
/// dealt to stripes with sums of their own, added in order: the same roundings for any number of threads. Source: successive band reduction, Bischof, Lang and Sun,
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

    private BandReduction(SymmetricTiles tiles)
    {
        this.tiles = tiles;
        stripes = Math.Clamp(tiles.Count / 24 * 2, 1, 8);
        long length = (long)tiles.Count * Area;
        couplings = new KeptBuffer(length);
        triangles = new KeptBuffer(length);
        work = new LentBuffer((3 + stripes) * length);
        w = work.Start;
        transposedV = w + length;
        transposedW = transposedV + length;
    }

    /// <summary>Reduces a matrix, which is overwritten by the reflectors.</summary>
    public static BandForm Reduce(SymmetricTiles tiles)
    {
        using var reduction = new BandReduction(tiles);
        var last = tiles.Count - 1;
        for (var panel = 0; panel < last; panel++)
        {
            reduction.Step(panel);
        }

        reduction.Update(last, last, last - 1);
        return new BandForm(tiles, reduction.couplings, reduction.triangles);
    }

    public void Dispose() => work.Dispose();

    private void Step(int panel)
    {
        var count = tiles.Count;
        Split(panel, count, i => Update(i, panel, panel - 1));
        double* v = tiles.At(panel + 1, panel), t = couplings.Start + ((long)panel * Area);
        PanelReflectors.Factor(v, (count - panel - 1) * Size, triangles.Start + ((long)panel * Area), t);
        Split(0, stripes, stripe => Sweep(panel, stripe));
        Complete(panel, v, t);
    }

    // A small matrix is done before other threads have woken up.
    private void Split(int from, int to, Action<int> work)
    {
        if (stripes > 1 && Environment.ProcessorCount > 1)
        {
            Parallel.For(from, to, Parallelism.Of(), work);
            return;
        }

        for (var i = from; i < to; i++)
        {
            work(i);
        }
    }

    // A[i,j] ← A[i,j] + V_i W_jᵀ + W_i V_jᵀ of a panel.
    private void Update(int i, int j, int panel)
    {
        if (panel >= 0)
        {
            TileProducts.Add(tiles.At(i, panel), transposedW + ((long)j * Area), tiles.At(i, j));
            TileProducts.Add(w + ((long)i * Area), transposedV + ((long)j * Area), tiles.At(i, j));
        }
    }

    // What the panel before left to do, and this stripe's part of A V.
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

    // W from the stripes' sums; V and W transposed for the updates to come.
    private void Complete(int panel, double* v, double* t)
    {
        double* overlap = stackalloc double[Area], correction = stackalloc double[Area], negative = stackalloc double[Area];
        new Span<double>(t, Area).CopyTo(new Span<double>(negative, Area));
        Spans.Scale(new Span<double>(negative, Area), -1);
        new Span<double>(overlap, Area).Clear();
        new Span<double>(correction, Area).Clear();
        for (var i = panel + 1; i < tiles.Count; i++, v += Area)
        {
            var sum = new Span<double>(Sums(0) + (i * Area), Area);
            for (var stripe = 1; stripe < stripes; stripe++)
            {
                Spans.AddScaled(sum, 1, new ReadOnlySpan<double>(Sums(stripe) + (i * Area), Area));
            }

            new Span<double>(w + (i * Area), Area).Clear();
            TileProducts.Add(Sums(0) + (i * Area), negative, w + (i * Area));
            TileProducts.AddTransposed(v, w + (i * Area), overlap);
        }

        TileProducts.AddTransposed(t, overlap, correction);
        Spans.Scale(new Span<double>(correction, Area), -0.5);
        for (var i = panel + 1; i < tiles.Count; i++)
        {
            TileProducts.Add(tiles.At(i, panel), correction, w + (i * Area));
            TileProducts.Transpose(tiles.At(i, panel), transposedV + (i * Area));
            TileProducts.Transpose(w + (i * Area), transposedW + (i * Area));
        }
    }
}
