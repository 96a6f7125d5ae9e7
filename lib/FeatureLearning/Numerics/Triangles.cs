namespace FeatureLearning.Numerics;

/// <summary>Triangles of square matrices, column-major.</summary>
internal static class Triangles
{
    /// <summary>Rows and columns of a block: two blocks of 32 KiB stay in the first-level cache.</summary>
    private const int Size = 32;

    /// <summary>Copies the lower triangle to the upper one, block by block, so that neither side is read or written across cache lines.</summary>
    public static void Mirror(double[] matrix, int n) => Parallel.For(0, (n + Size - 1) / Size, block =>
    {
        var first = block * Size;
        var end = Math.Min(first + Size, n);
        for (var from = first; from < n; from += Size)
        {
            for (var i = from; i < Math.Min(from + Size, n); i++)
            {
                var row = matrix.AsSpan(i * n, n);
                for (var j = first; j < Math.Min(end, i); j++)
                {
                    row[j] = matrix[(j * n) + i];
                }
            }
        }
    });
}
