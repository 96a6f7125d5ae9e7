using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Neurons;

/// <summary>G, the training points in whitened row space, in both orders that the products want.</summary>
/// <param name="Count">P.</param>
/// <param name="Rank">r.</param>
/// <param name="Rows">G row-major, P×r.</param>
/// <param name="Columns">Gᵀ row-major, r×P.</param>
internal sealed record NeuronPoints(int Count, int Rank, double[] Rows, double[] Columns)
{
    public static NeuronPoints Of(Matrix<double> points) =>
        new(points.RowCount, points.ColumnCount, points.ToRowMajorArray(), points.ToColumnMajorArray());
}
