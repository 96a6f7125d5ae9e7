namespace FeatureLearning.Numerics;

/// <summary>Triangles of square matrices, column-major; block by block, so that neither side is read or written across cache lines.</summary>
internal static class Triangles
{
    /// <summary>Rows and columns of a block: two blocks of 8 KiB stay in the first-level cache.</summary>
    private const int Size = 32;

    /// <summary>Copies the lower triangle to the upper one.</summary>
    public static void Mirror(double[] matrix, int n, int threads = -1) => Blocks(n, threads, (rows, columns) =>
    {
        for (var i = rows.From; i < rows.To; i++)
        {
            for (var j = columns.From; j < Math.Min(columns.To, i); j++)
            {
                matrix[(i * n) + j] = matrix[(j * n) + i];
            }
        }
    });

    /// <summary>Copies the upper triangle to the lower one.</summary>
    public static void MirrorUpper(double[] matrix, int n, int threads = -1) => Blocks(n, threads, (rows, columns) =>
    {
        for (var i = rows.From; i < rows.To; i++)
        {
            for (var j = columns.From; j < Math.Min(columns.To, i); j++)
            {
                matrix[(j * n) + i] = matrix[(i * n) + j];
            }
        }
    });

    /// <summary>Puts the mean of both triangles into the lower one.</summary>
    public static void Average(double[] matrix, int n) => Blocks(n, -1, (rows, columns) =>
    {
        for (var i = rows.From; i < rows.To; i++)
        {
            for (var j = columns.From; j < Math.Min(columns.To, i); j++)
            {
                matrix[(j * n) + i] = (matrix[(j * n) + i] + matrix[(i * n) + j]) / 2;
            }
        }
    });

    private static void Blocks(int n, int threads, Action<(int From, int To), (int From, int To)> work)
    {
        void Row(int block)
        {
            var first = block * Size;
            for (var from = first; from < n; from += Size)
            {
                work((from, Math.Min(from + Size, n)), (first, Math.Min(first + Size, n)));
            }
        }

        Parallel.For(0, (n + Size - 1) / Size, Parallelism.Of(threads), Row);
    }
}
