namespace FeatureLearning.Numerics;

/// <summary>Σ c x xᵀ over the columns of blocks, or its diagonal alone.</summary>
internal sealed class OwnSum(int size, bool diagonalOnly)
{
    private readonly OuterSum? all = diagonalOnly ? null : new(size);
    private readonly double[] diagonal = new double[diagonalOnly ? size : 0], weighted = new double[diagonalOnly ? size * BlockProducts.Width : 0];

    /// <summary>Adds a block; null weights are ones.</summary>
    public void Add(double[] x, double[]? weights)
    {
        if (all is not null)
        {
            all.Add(x, weights);
            return;
        }

        if (weights is not null)
        {
            BlockColumns.Weigh(size, weights, x, weighted);
        }

        BlockColumns.AddRows(size, weights is null ? x : weighted, x, diagonal);
    }

    /// <summary>The sum, both triangles, or the diagonal.</summary>
    public double[] Total()
    {
        if (all is null)
        {
            return diagonal;
        }

        var sum = all.Total();
        Triangles.MirrorUpper(sum, size, threads: 1); // row by row this is the upper triangle of columns
        return sum;
    }
}
