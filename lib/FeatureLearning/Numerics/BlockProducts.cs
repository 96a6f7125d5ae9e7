namespace FeatureLearning.Numerics;

/// <summary>
/// Products of a matrix with a block of <see cref="Width"/> columns (a row is a variable, a column a particle), on the caller's buffers. Each number is summed in one
/// fixed order: the same for any number of threads.
/// </summary>
/// <remarks>
/// A block lies in panels of <see cref="Lanes"/> columns, row after row in each: as <see cref="PanelTile"/> reads and writes it, so that no product packs or copies.
/// </remarks>
internal static unsafe class BlockProducts
{
    /// <summary>Columns of a panel.</summary>
    public const int Lanes = PanelTile.Bytes / sizeof(double);

    /// <summary>Columns of a block.</summary>
    public const int Width = 4 * Lanes;

    /// <summary>Where the number of a row and a column is in a block of so many rows.</summary>
    public static int At(int rows, int row, int column) => (((column / Lanes * rows) + row) * Lanes) + (column % Lanes);

    /// <summary>A row-major m×k matrix for <see cref="Multiply"/>.</summary>
    public static PackedRows<double> Pack(int m, int k, double[] a) => new(a, m, k, k, 1);

    /// <summary>Y ← A X, X k×Width, Y m×Width.</summary>
    public static void Multiply(PackedRows<double> a, double[] x, double[] y)
    {
        fixed (double* px = x, py = y)
        {
            MultiplyPinned(a, px, py);
        }

        GC.KeepAlive(a); // whose numbers are read by their address
    }

    // Apart from where the arrays are pinned: a method of .NET 10 that does both, pin and allocate on the stack, can hand the collector a reference that is none.
    private static void MultiplyPinned(PackedRows<double> a, double* x, double* y)
    {
        var edge = stackalloc double[PanelTile.Rows * Lanes];
        for (var row = 0; row < a.Rows; row += PanelTile.Rows)
        {
            for (var part = 0; part < Width / Lanes; part++)
            {
                double* source = x + (part * a.Columns * Lanes), target = y + (((part * a.Rows) + row) * Lanes);
                var whole = row + PanelTile.Rows <= a.Rows;
                a.Multiply(row / PanelTile.Rows, source, whole ? target : edge);
                if (!whole)
                {
                    var rest = (a.Rows - row) * Lanes;
                    new Span<double>(edge, rest).CopyTo(new Span<double>(target, rest));
                }
            }
        }
    }
}
