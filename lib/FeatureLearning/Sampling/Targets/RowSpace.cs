using System.Collections.Concurrent;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Sampling;

/// <summary>
/// Whitened coordinates of a neuron's hidden weights, v = √(g_v/D) (B z + B_⊥ z_⊥): B spans the training inputs, so that the data see z only,
/// and z_⊥ keeps its prior N(0, 1).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>r</term><description><see cref="Rank"/> = min(P, D), at least the rank of X</description></item>
/// <item><term>B</term><description><see cref="Basis"/>, D×r, orthonormal columns: those of Xᵀ = BR for the first r rows of X</description></item>
/// <item><term>X̃</term><description><see cref="Design"/> = √(g_v/D) X B over √(g_v/D) X* B, column-major: pre-activations are X̃ z. The first r rows are lower triangular, which
/// saves products with them half their work</description></item>
/// <item><term>C</term><description><see cref="Complement"/>, what test points see of z_⊥, n×s with C Cᵀ = (g_v/D) X*(1 − BBᵀ)X*ᵀ</description></item>
/// </list>
/// </remarks>
internal sealed class RowSpace
{
    private readonly ConcurrentDictionary<(Type Number, bool Transposed), object> packed = [];

    public RowSpace(Network network, Matrix<double> inputs, Matrix<double>? test)
    {
        (Train, Test) = (inputs.RowCount, test?.RowCount ?? 0);
        Rank = Math.Min(inputs.RowCount, inputs.ColumnCount);
        var scale = Math.Sqrt(network.HiddenPriorVariance);
        var first = inputs.SubMatrix(0, Rank, 0, inputs.ColumnCount).Transpose();
        var full = first.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Full).Q;
        Basis = full.SubMatrix(0, inputs.ColumnCount, 0, Rank);
        Design = Scaled(inputs, Basis, scale);
        AllDesign = test is null ? Design : Scaled(inputs.Stack(test), Basis, scale);
        Complement = Rank == inputs.ColumnCount || test is null ? [] : Across(test, full.SubMatrix(0, full.RowCount, Rank, full.RowCount - Rank), scale);
        ComplementRank = Test == 0 ? 0 : Complement.Length / Test;
    }

    public int Train { get; }

    public int Test { get; }

    public int Rank { get; }

    public int ComplementRank { get; }

    public Matrix<double> Basis { get; }

    /// <summary>P×r.</summary>
    public double[] Design { get; }

    /// <summary>X̃ of the training points for products with panels of neurons; made once, for all chains.</summary>
    public PackedRows<T> Packed<T>()
        where T : unmanaged => (PackedRows<T>)packed.GetOrAdd(
            (typeof(T), false), _ => new PackedRows<T>(Design, Train, Rank, 1, Train));

    /// <summary>X̃ᵀ likewise.</summary>
    public PackedRows<T> PackedTranspose<T>()
        where T : unmanaged => (PackedRows<T>)packed.GetOrAdd(
            (typeof(T), true), _ => new PackedRows<T>(Design, Rank, Train, Train, 1));

    /// <summary>Training points over test points, (P+n)×r.</summary>
    public double[] AllDesign { get; }

    /// <summary>n×s.</summary>
    public double[] Complement { get; }

    // What rounding leaves above the diagonal is zero.
    private double[] Scaled(Matrix<double> x, Matrix<double> basis, double scale)
    {
        var design = x * basis * scale;
        for (var row = 0; row < Rank; row++)
        {
            for (var column = row + 1; column < Rank; column++)
            {
                design.At(row, column, 0);
            }
        }

        return design.ToColumnMajorArray();
    }

    // s ≤ min(n, D − r): few test points need few directions.
    private static double[] Across(Matrix<double> test, Matrix<double> complement, double scale)
    {
        var seen = test * complement * scale;
        return (seen.RowCount < seen.ColumnCount
            ? seen.Transpose().QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).R.Transpose()
            : seen).ToColumnMajorArray();
    }
}
