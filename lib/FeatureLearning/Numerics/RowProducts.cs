using System.Buffers;
using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Numerics;

/// <summary>
/// F(c A Bᵀ): products of the rows of two matrices, and a function of them, in blocks. A block is multiplied, transformed and, where the
/// result is symmetric, mirrored while it is in a core's own cache, so that the result is written to memory once and never read; past the
/// caches where it is larger than they are.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>A, B, c</term><description>m×k, n×k and a number that is not negative, of which both matrices take the root</description></item>
/// <item><term>rows, columns</term><description>what lies in memory as A; or Aᵀ, by whose columns it goes then</description></item>
/// <item><term>F</term><description>acts on a part of a column in place; from several threads at once</description></item>
/// </list>
/// By <see cref="PanelTile"/>, whose 16 lanes are rows of the result and whose 12 rows are its columns: the same bits for any number of
/// threads.
/// </remarks>
internal sealed unsafe class RowProducts
{
    /// <summary>
    /// A block of the result, multiples of both sides of a tile: with its parts of the operands it fills nine tenths of a megabyte. The wider
    /// it is, the less often A is read.
    /// </summary>
    private const int Height = 96, Width = 240;

    /// <summary>From column to column of a block: no multiple of a page, so that rows of it can be read.</summary>
    private const int Stride = Height + 8;

    /// <summary>Inner dimension that is done at once.</summary>
    private const int Depth = 256;

    private const int Lanes = PanelTile.Bytes / sizeof(double), Columns = PanelTile.Rows;

    /// <summary>Numbers of a cache line.</summary>
    private const int Line = 8;

    private readonly Operand left, right;
    private readonly bool symmetric;
    private readonly Transformation transform;
    private double* rows, columns, result;
    private bool large; // the result is
    private int lead; // rows and columns of nothing before the first, so that blocks begin where lines of memory do

    private RowProducts(Operand left, Operand right, bool symmetric, Transformation transform)
    {
        (this.left, this.right, this.symmetric, this.transform) = (left, right, symmetric, transform);
    }

    /// <summary>What becomes of the products.</summary>
    /// <param name="column">Entries of one column of the result, from one row on.</param>
    /// <param name="row">That row.</param>
    /// <param name="index">The column.</param>
    public delegate void Transformation(Span<double> column, int row, int index);

    /// <summary>F(c A Bᵀ).</summary>
    public static Matrix<double> Multiply(Matrix<double> a, Matrix<double> b, double factor, Transformation transform, int threads = -1) =>
        new RowProducts(new(a), new(b), symmetric: false, transform).Run(Math.Sqrt(factor), threads);

    /// <summary>F(c A Bᵀ) where that is symmetric, exactly so: F sees what is on and below the diagonal.</summary>
    public static Matrix<double> Symmetric(Matrix<double> a, Matrix<double> b, double factor, Transformation transform, int threads = -1) =>
        new RowProducts(new(a), new(b), symmetric: true, transform).Run(Math.Sqrt(factor), threads);

    /// <summary>A B.</summary>
    public static Matrix<double> Multiply(Matrix<double> a, Matrix<double> b) =>
        new RowProducts(new(a), new(b, OfColumns: true), symmetric: false, (_, _, _) => { }).Run(1, -1);

    /// <summary>F(c AᵀB) likewise.</summary>
    public static Matrix<double> SymmetricOfColumns(Matrix<double> a, Matrix<double> b, double factor, Transformation transform) =>
        new RowProducts(new(a, OfColumns: true), new(b, OfColumns: true), symmetric: true, transform).Run(Math.Sqrt(factor), -1);

    private Matrix<double> Run(double factor, int threads)
    {
        var product = LargeArray.Uninitialized(checked(left.Count * right.Count));
        large = LargeArray.IsBeyondCaches(product);
        double[] packedLeft = left.Rent(Lanes), packedRight = right.Rent(Columns);
        fixed (double* start = product, startLeft = packedLeft, startRight = packedRight)
        {
            lead = large && left.Count % Line == 0 ? (int)((nuint)start / sizeof(double) % Line) : 0;
            result = start - (lead * (left.Count + 1L));
            rows = left.Pack(Lanes, lead, factor, startLeft);
            columns = right.Pack(Columns, lead, factor, startRight);
            var blocks = Blocks();
            Parallel.For(0, blocks.Count, Parallelism.Of(threads), i => Compute(blocks[i].Row, blocks[i].Column));
        }

        ArrayPool<double>.Shared.Return(packedLeft);
        ArrayPool<double>.Shared.Return(packedRight);
        return Matrix<double>.Build.Dense(left.Count, right.Count, product);
    }

    private List<(int Row, int Column)> Blocks()
    {
        var blocks = new List<(int, int)>();
        for (var column = 0; column < lead + right.Count; column += Width)
        {
            for (var row = symmetric ? column : 0; row < lead + left.Count; row += Height)
            {
                blocks.Add((row, column));
            }
        }

        return blocks;
    }

    private void Compute(int row, int column)
    {
        var buffer = ArrayPool<double>.Shared.Rent((Width * Stride) + (Lanes * Columns) + Line);
        fixed (double* start = buffer)
        {
            Compute(row, column, Panels.Aligned(start));
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compute(int row, int column, double* block)
    {
        int height = Math.Min(Height, lead + left.Count - row), width = Math.Min(Width, lead + right.Count - column);
        for (var from = 0; from < left.Depth; from += Depth)
        {
            Add(row, column, height, width, from, block);
        }

        if (symmetric)
        {
            Mirror(row, column, height, width, block);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(int row, int column, int height, int width, int from, double* block)
    {
        var (depth, inner) = (left.Depth, Math.Min(Depth, left.Depth - from));
        var tile = block + (Width * Stride);
        for (var j = 0; j < width; j += Columns)
        {
            var b = columns + ((long)(column + j) * depth) + (from * Columns);
            for (var i = First(row, column + j) / Lanes * Lanes; i < height; i += Lanes)
            {
                double* a = rows + ((long)(row + i) * depth) + (from * Lanes), target = block + (j * Stride) + i;
                if (from == 0)
                {
                    PanelTile.Multiply(inner, a: b, b: a, target, Stride);
                    continue;
                }

                PanelTile.Multiply(inner, a: b, b: a, tile, Lanes);
                for (var c = 0; c < Columns; c++)
                {
                    Spans.AddScaled(new Span<double>(target + (c * Stride), Lanes), 1, new ReadOnlySpan<double>(tile + (c * Lanes), Lanes));
                }
            }

            if (from + inner == depth)
            {
                Finish(row, column, height, j, Math.Min(j + Columns, width), block);
            }
        }
    }

    // Columns of a block whose products are done: transformed and written, while they are in the first-level cache.
    private void Finish(int row, int column, int height, int from, int to, double* block)
    {
        for (var j = Math.Max(from, lead - column); j < to; j++)
        {
            var first = Math.Max(First(row, column + j), lead - row);
            if (first >= height)
            {
                break;
            }

            var part = new Span<double>(block + (j * Stride) + first, height - first);
            transform(part, row + first - lead, column + j - lead);
            LargeArray.Write(block + (j * Stride) + first, result + ((long)(column + j) * left.Count) + row + first, part.Length, large);
        }
    }

    // The first row of a block that a column has to be computed from.
    private int First(int row, int column) => symmetric ? Math.Max(column - row, 0) : 0;

    // Below the diagonal to above it, four rows of the block at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    private void Mirror(int row, int column, int height, int width, double* block)
    {
        var lines = stackalloc double[Transposition.Size * Width];
        for (var i = 0; i < height; i += Transposition.Size)
        {
            var rest = Math.Min(Transposition.Size, height - i);
            var end = Math.Min(width, row + i + rest - 1 - column); // of the last of them; the others end before
            for (var j = 0; j < end; j += Transposition.Size)
            {
                Transposition.Square(block + i + (j * Stride), Stride, lines + j, Width);
            }

            for (var l = 0; l < rest; l++)
            {
                int at = row + i + l, begin = Math.Max(lead - column, 0);
                if (at >= lead)
                {
                    LargeArray.Write(
                        lines + (l * Width) + begin, result + ((long)at * left.Count) + column + begin, Math.Max(Math.Clamp(at - column, 0, end) - begin, 0), large);
                }
            }
        }
    }

    private readonly record struct Operand(Matrix<double> Matrix, bool OfColumns = false)
    {
        public int Count => OfColumns ? Matrix.ColumnCount : Matrix.RowCount;

        public int Depth => OfColumns ? Matrix.RowCount : Matrix.ColumnCount;

        public double[] Rent(int width) => ArrayPool<double>.Shared.Rent(checked((((Count + Line + width - 1) / width * width) * Depth) + Line));

        public double* Pack(int width, int lead, double factor, double* start)
        {
            var target = Panels.Aligned(start);
            int stride = OfColumns ? Matrix.RowCount : 1, inner = OfColumns ? 1 : Matrix.RowCount;
            fixed (double* source = Matrix.AsColumnMajorArray() ?? Matrix.ToColumnMajorArray())
            {
                Panels.Pack(source, Count, Depth, stride, inner, width, factor, target, lead);
            }

            return target;
        }
    }
}
