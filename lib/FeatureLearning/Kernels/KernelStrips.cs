using System.Runtime.CompilerServices;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Kernels;

/// <summary>
/// Φ⁰ between training points (rows) and other points (columns) in strips as <see cref="StripCholesky"/> solves them: what a prediction needs of it passes through a core's cache
/// and is forgotten, so that its memory does not grow with the number of points. Strips may be asked for by several threads.
/// </summary>
internal sealed unsafe class KernelStrips : IDisposable
{
    private const int Lanes = StripCholesky.Lanes, Height = PanelTile.Rows;

    private readonly RowProducts.Transformation transform;
    private readonly LentBuffer rows, columns;
    private readonly int points, others, dimension;

    public KernelStrips(PriorKernel prior, Matrix<double> training, double[] variances, Matrix<double> inputs, double[] inputVariances, double hiddenVariance)
    {
        (points, others, dimension) = (training.RowCount, inputs.RowCount, training.ColumnCount);
        transform = prior.Transformation(inputVariances, variances);
        var factor = Math.Sqrt(hiddenVariance / dimension);
        rows = Pack(training, Height, factor);
        columns = Pack(inputs, Lanes, factor);
    }

    /// <summary>How many strips there are; the last one has zeros after the last point.</summary>
    public int Count => (others + Lanes - 1) / Lanes;

    /// <summary>Fills one strip, <see cref="StripCholesky.RowsFor"/> the points times <see cref="Lanes"/> numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(int strip, double* target)
    {
        var width = Math.Min(Lanes, others - (strip * Lanes));
        var part = columns.Start + ((long)strip * Lanes * dimension);
        for (var row = 0; row < points; row += Height)
        {
            PanelTile.Multiply(dimension, rows.Start + ((long)row * dimension), part, target + ((long)row * Lanes));
            for (var i = row; i < Math.Min(row + Height, points); i++)
            {
                transform(new Span<double>(target + ((long)i * Lanes), width), strip * Lanes, i);
            }
        }
    }

    public void Dispose()
    {
        rows.Dispose();
        columns.Dispose();
    }

    private static LentBuffer Pack(Matrix<double> points, int width, double factor)
    {
        var (count, depth) = (points.RowCount, points.ColumnCount);
        var buffer = new LentBuffer((count + width - 1L) / width * width * depth, cleared: false);
        fixed (double* source = LinearAlgebra.ColumnMajor(points))
        {
            Panels.Pack(source, count, depth, 1, count, width, factor, buffer.Start);
        }

        return buffer;
    }
}
