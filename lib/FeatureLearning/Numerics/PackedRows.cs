namespace FeatureLearning.Numerics;

/// <summary>
/// A constant matrix A in panels of <see cref="PanelTile.Rows"/> rows, as <see cref="PanelTile"/> reads it. Columns of zeros at either end of a panel are left out, so
/// that a product with a triangular matrix does half the work.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>A</term><description>m×k; rows that fill the last panel up are zero</description></item>
/// </list>
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class PackedRows<T>
    where T : unmanaged
{
    private readonly PinnedBuffer<T> numbers;
    private readonly (int From, int To, int At)[] ranges;

    /// <summary>Packs the matrix whose entry (i, j) is at i·rowStride + j·columnStride.</summary>
    public PackedRows(double[] matrix, int rows, int columns, int rowStride, int columnStride)
    {
        (Rows, Columns, Panels) = (rows, columns, (rows + PanelTile.Rows - 1) / PanelTile.Rows);
        ranges = new (int, int, int)[Panels];
        var source = new Source(matrix, rows, rowStride, columnStride);
        var length = 0;
        for (var panel = 0; panel < Panels; panel++)
        {
            var (from, to) = (0, columns);
            for (; from < to && source.IsZero(panel, from); from++)
            {
            }

            for (; to > from && source.IsZero(panel, to - 1); to--)
            {
            }

            ranges[panel] = (from, to, length);
            length = checked(length + ((to - from) * PanelTile.Rows));
        }

        numbers = new PinnedBuffer<T>(length);
        Fill(source);
    }

    /// <summary>A matrix of zeros for <see cref="Fill(double[])"/>, no column left out.</summary>
    public PackedRows(int rows, int columns)
    {
        (Rows, Columns, Panels) = (rows, columns, (rows + PanelTile.Rows - 1) / PanelTile.Rows);
        ranges = [.. Enumerable.Range(0, Panels).Select(panel => (0, columns, panel * columns * PanelTile.Rows))];
        numbers = new PinnedBuffer<T>((long)Panels * columns * PanelTile.Rows);
    }

    /// <summary>Another row-major matrix in the same place.</summary>
    public void Fill(double[] matrix) => Fill(new Source(matrix, Rows, Columns, 1));

    private void Fill(Source source)
    {
        for (var panel = 0; panel < Panels; panel++)
        {
            var (from, to, at) = ranges[panel];
            for (var j = from; j < to; j++)
            {
                for (var i = 0; i < PanelTile.Rows; i++)
                {
                    numbers.Span[at++] = Simd.Number<T>(source.At((panel * PanelTile.Rows) + i, j));
                }
            }
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Panels { get; }

    /// <summary>Multiply-adds for one column of a right-hand side.</summary>
    public long Work => numbers.Length;

    /// <summary>C ← (a panel of A) B, B one panel of columns.</summary>
    public void Multiply(int panel, T* b, T* c) => Multiply(panel, b, c, PanelTile.Bytes / sizeof(T));

    /// <summary>The same, the rows of C so many numbers apart.</summary>
    public void Multiply(int panel, T* b, T* c, int stride)
    {
        var (from, to, at) = ranges[panel];
        PanelTile.Multiply(to - from, numbers.Start + at, b + ((long)from * (PanelTile.Bytes / sizeof(T))), c, stride);
    }

    private readonly record struct Source(double[] Matrix, int Rows, int RowStride, int ColumnStride)
    {
        public double At(int i, int j) => i < Rows ? Matrix[(i * (long)RowStride) + (j * (long)ColumnStride)] : 0;

        public bool IsZero(int panel, int j)
        {
            for (var i = panel * PanelTile.Rows; i < (panel + 1) * PanelTile.Rows; i++)
            {
                if (At(i, j) != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
