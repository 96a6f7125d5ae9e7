using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Neurons;

/// <summary>G, the training points in whitened row space, as the products want it.</summary>
/// <param name="Count">P.</param>
/// <param name="Rank">r.</param>
/// <param name="Rows">G row-major, P×r.</param>
/// <param name="Packed">G.</param>
/// <param name="PackedTranspose">Gᵀ.</param>
internal sealed record NeuronPoints(int Count, int Rank, double[] Rows, PackedRows<double> Packed, PackedRows<double> PackedTranspose)
{
    public static NeuronPoints Of(Matrix<double> points)
    {
        var (count, rank, rows) = (points.RowCount, points.ColumnCount, points.ToRowMajorArray());
        return new(count, rank, rows, BlockProducts.Pack(count, rank, rows), BlockProducts.Pack(rank, count, points.ToColumnMajorArray()));
    }
}
