using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>K = H T Hᵀ in two stages, a band matrix (<see cref="BandReduction"/>) and from it T (<see cref="BulgeChase"/>): H = Q Z, applied from its factors.</summary>
internal sealed unsafe class TwoStageForm : TridiagonalForm
{
    private const int Width = TileProducts.Size;

    private readonly BandForm band;
    private readonly ChaseReflectors chase;

    private TwoStageForm(double[] diagonal, double[] offDiagonal, BandForm band, ChaseReflectors chase)
        : base(diagonal, offDiagonal) => (this.band, this.chase) = (band, chase);

    /// <summary>Reduces a column-major n×n matrix, of which only the lower triangle is read; finite.</summary>
    public static TwoStageForm Of(double[] symmetric, int n)
    {
        var largest = Largest(symmetric, n);
        var factor = largest > 0 ? 1 / largest : 1; // squares of entries neither overflow nor vanish then
        var band = BandReduction.Reduce(new SymmetricTiles(symmetric, n, factor));
        var chase = BulgeChase.Reduce(band, n);
        var (diagonal, off) = chase.Tridiagonal();
        Spans.Scale(diagonal, 1 / factor);
        Spans.Scale(off, 1 / factor);
        return new TwoStageForm(diagonal, off, band, chase.Reflectors);
    }

    public override Matrix<double> Rotate(Matrix<double> columns, bool intoBasis)
    {
        var numbers = columns.ToColumnMajorArray();
        if (columns.ColumnCount == 1)
        {
            RotateVector(numbers, intoBasis);
        }
        else
        {
            var count = columns.ColumnCount;
            Parallel.For(0, (count + Width - 1) / Width, strip =>
                RotateStrip(numbers.AsSpan(strip * Width * Size), Math.Min(Width, count - (strip * Width)), intoBasis));
        }

        return Matrix<double>.Build.Dense(Size, columns.ColumnCount, numbers);
    }

    private void RotateVector(double[] vector, bool intoBasis)
    {
        var buffer = new PinnedBuffer<double>((band.Count + 1) * Width);
        vector.CopyTo(buffer.Span);
        Rotate(intoBasis, () => band.Rotate(buffer.Start, intoBasis), () => chase.Rotate(buffer.Start, intoBasis));
        buffer.Span[..vector.Length].CopyTo(vector);
        GC.KeepAlive(buffer);
    }

    private void RotateStrip(Span<double> columns, int count, bool intoBasis)
    {
        var n = Size;
        var buffer = new PinnedBuffer<double>((band.Count + 1L) * TileProducts.Area);
        var strip = buffer.Start;
        for (var j = 0; j < count; j++)
        {
            for (var i = 0; i < n; i++)
            {
                strip[(i * Width) + j] = columns[(j * n) + i];
            }
        }

        Rotate(intoBasis, () => band.RotateStrip(strip, intoBasis), () => chase.RotateStrip(strip, intoBasis));
        for (var j = 0; j < count; j++)
        {
            for (var i = 0; i < n; i++)
            {
                columns[(j * n) + i] = strip[(i * Width) + j];
            }
        }

        GC.KeepAlive(buffer);
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
