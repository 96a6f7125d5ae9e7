using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>K = H T Hᵀ in two stages, a band matrix (<see cref="BandReduction"/>) and from it T (<see cref="BulgeChase"/>): H = Q Z, applied from its factors.</summary>
internal sealed unsafe class TwoStageForm : TridiagonalForm
{
    private const int Width = TileProducts.Size;

    private readonly BandForm band;
    private readonly ChaseReflectors chase;
    private readonly double factor; // K times it has entries of at most 1

    private TwoStageForm(double[] diagonal, double[] offDiagonal, BandForm band, ChaseReflectors chase, double factor)
        : base(diagonal, offDiagonal) => (this.band, this.chase, this.factor) = (band, chase, factor);

    /// <summary>Reduces a column-major n×n matrix, of which only the lower triangle is read; finite.</summary>
    public static TwoStageForm Of(double[] symmetric, int n)
    {
        var largest = Largest(symmetric, n);
        var factor = largest > 0 ? Math.Min(1 / largest, 1e300) : 1; // squares of entries neither overflow nor vanish then
        var band = BandReduction.Reduce(new SymmetricTiles(symmetric, n, factor));
        using var chase = BulgeChase.Reduce(band, n);
        var (diagonal, off) = chase.Tridiagonal();
        Spans.Scale(diagonal, 1 / factor);
        Spans.Scale(off, 1 / factor);
        return new TwoStageForm(diagonal, off, band, chase.Reflectors, factor);
    }

    public override Matrix<double> Rotate(Matrix<double> columns, bool intoBasis)
    {
        var result = columns.ColumnCount > 1
            ? ByStrips(columns, strip =>
            {
                Rotate(intoBasis, () => band.RotateStrip(strip.Start, intoBasis), () => chase.RotateStrip(strip.Start, intoBasis));
            })
            : RotateVector(columns.ToColumnMajorArray(), intoBasis);
        GC.KeepAlive(this); // whose buffers the pointers lead to
        return result;
    }

    internal override Matrix<double>? Whiten(Matrix<double> columns, double scale, double shift)
    {
        var result = IsAboveRounding(scale, shift) && BandCholesky.Of(band, Size, scale / factor, shift) is { } cholesky
            ? ByStrips(columns, strip =>
            {
                band.RotateStrip(strip.Start, transpose: true);
                cholesky.SolveStrip(strip.Start);
            })
            : null;
        GC.KeepAlive(this);
        return result;
    }

    private Matrix<double> RotateVector(double[] vector, bool intoBasis)
    {
        using var buffer = new LentBuffer((band.Count + 1) * Width);
        vector.CopyTo(buffer.Span);
        Rotate(intoBasis, () => band.Rotate(buffer.Start, intoBasis), () => chase.Rotate(buffer.Start, intoBasis));
        buffer.Span[..vector.Length].CopyTo(vector);
        return Matrix<double>.Build.Dense(vector.Length, 1, vector);
    }

    // So many columns at a time, row-major, with zeros below.
    private Matrix<double> ByStrips(Matrix<double> columns, Action<LentBuffer> work)
    {
        var (n, count, numbers) = (Size, columns.ColumnCount, columns.ToColumnMajorArray());
        Parallel.For(0, (count + Width - 1) / Width, Parallelism.Of(), strip =>
        {
            using var buffer = new LentBuffer((band.Count + 1L) * TileProducts.Area);
            int first = strip * Width, width = Math.Min(Width, count - first);
            var part = numbers.AsSpan(first * n, width * n);
            Transpose(part, buffer.Span, n, width, into: true);
            work(buffer);
            Transpose(part, buffer.Span, n, width, into: false);
        });
        return Matrix<double>.Build.Dense(n, count, numbers);
    }

    // A few rows at a time, so that neither side goes through the cache once for each column.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in TileProducts
    private static void Transpose(Span<double> columns, Span<double> strip, int n, int width, bool into)
    {
        for (var from = 0; from < n; from += 8)
        {
            var rows = Math.Min(8, n - from);
            for (var j = 0; j < width; j++)
            {
                var column = columns.Slice((j * n) + from, rows);
                for (var i = 0; i < rows; i++)
                {
                    ref var entry = ref strip[((from + i) * Width) + j];
                    (entry, column[i]) = into ? (column[i], column[i]) : (entry, entry);
                }
            }
        }
    }

    // Hᵀ = Zᵀ Qᵀ.
    private static void Rotate(bool intoBasis, Action first, Action second)
    {
        (intoBasis ? first : second)();
        (intoBasis ? second : first)();
    }

    private static double Largest(double[] symmetric, int n)
    {
        var largest = 0.0;
        for (var j = 0; j < n; j++)
        {
            largest = Math.Max(largest, Spans.LargestMagnitude(symmetric.AsSpan((int)(((long)j * n) + j), n - j)));
        }

        return largest;
    }
}
