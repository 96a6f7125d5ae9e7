using System.Runtime.CompilerServices;

namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>
/// The lower triangle of a symmetric matrix in square tiles, each row-major without gaps, one column of tiles after the other: a column of tiles is a matrix of
/// <see cref="TileProducts.Size"/> numbers a row. The last tiles are filled up with zeros; tiles on the diagonal hold both triangles.
/// </summary>
internal sealed unsafe class SymmetricTiles
{
    private readonly KeptBuffer numbers;

    /// <summary>Copies a column-major n×n matrix, of which only the lower triangle is read, times a factor.</summary>
    public SymmetricTiles(double[] matrix, int n, double factor)
    {
        Count = (n + TileProducts.Size - 1) / TileProducts.Size;
        numbers = new KeptBuffer((long)Count * (Count + 1) / 2 * TileProducts.Area);
        for (var j = 0; j < Count; j++)
        {
            for (var i = j; i < Count; i++)
            {
                if (i > j && (i + 1) * TileProducts.Size <= n)
                {
                    FillWhole(matrix, n, i * TileProducts.Size, j * TileProducts.Size, factor, At(i, j));
                    continue;
                }

                Fill(matrix, n, i * TileProducts.Size, j * TileProducts.Size, factor, At(i, j));
            }
        }
    }

    /// <summary>Tiles along a side.</summary>
    public int Count { get; }

    /// <summary>The tile in row i and column j ≤ i.</summary>
    public double* At(int i, int j) => numbers.Start + ((((long)j * Count) - ((long)j * (j - 1) / 2) + i - j) * TileProducts.Area);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillWhole(double[] matrix, int n, int row, int column, double factor, double* tile)
    {
        fixed (double* source = &matrix[((long)column * n) + row])
        {
            for (var j = 0; j < TileProducts.Size; j += Transposition.Size)
            {
                for (var i = 0; i < TileProducts.Size; i += Transposition.Size)
                {
                    Transposition.Square(source + ((long)j * n) + i, n, tile + (i * TileProducts.Size) + j, TileProducts.Size);
                }
            }
        }

        Spans.Scale(new Span<double>(tile, TileProducts.Area), factor);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(ReadOnlySpan<double> matrix, int n, int row, int column, double factor, double* tile)
    {
        int rows = Math.Min(TileProducts.Size, n - row), columns = Math.Min(TileProducts.Size, n - column);
        for (var j = 0; j < columns; j++)
        {
            var first = row == column ? j : 0;
            var source = matrix.Slice((int)(((long)(column + j) * n) + row), rows);
            for (var i = first; i < rows; i++)
            {
                tile[(i * TileProducts.Size) + j] = factor * source[i];
            }

            for (var i = first + 1; i < rows && row == column; i++)
            {
                tile[(j * TileProducts.Size) + i] = tile[(i * TileProducts.Size) + j];
            }
        }
    }
}
