using FeatureLearning.Networks;
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
/// <item><term>B</term><description><see cref="Basis"/>, D×r, orthonormal columns; null where r = D and B is the identity</description></item>
/// <item><term>X̃</term><description><see cref="Design"/> = √(g_v/D) X B over √(g_v/D) X* B, column-major: pre-activations are X̃ z</description></item>
/// <item><term>C</term><description><see cref="Complement"/>, what test points see of z_⊥, n×s with C Cᵀ = (g_v/D) X*(1 − BBᵀ)X*ᵀ</description></item>
/// </list>
/// </remarks>
internal sealed class RowSpace
{
    public RowSpace(Network network, Matrix<double> inputs, Matrix<double>? test)
    {
        (Train, Test) = (inputs.RowCount, test?.RowCount ?? 0);
        Rank = Math.Min(inputs.RowCount, inputs.ColumnCount);
        var scale = Math.Sqrt(network.HiddenPriorVariance);
        var full = Rank < inputs.ColumnCount ? inputs.Transpose().QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Full).Q : null;
        Basis = full?.SubMatrix(0, inputs.ColumnCount, 0, Rank);
        Design = Scaled(inputs, Basis, scale);
        AllDesign = test is null ? Design : Scaled(inputs.Stack(test), Basis, scale);
        Complement = full is null || test is null ? [] : Across(test, full.SubMatrix(0, full.RowCount, Rank, full.RowCount - Rank), scale);
        ComplementRank = Test == 0 ? 0 : Complement.Length / Test;
    }

    public int Train { get; }

    public int Test { get; }

    public int Rank { get; }

    public int ComplementRank { get; }

    public Matrix<double>? Basis { get; }

    /// <summary>P×r.</summary>
    public double[] Design { get; }

    /// <summary>Training points over test points, (P+n)×r.</summary>
    public double[] AllDesign { get; }

    /// <summary>n×s.</summary>
    public double[] Complement { get; }

    private static double[] Scaled(Matrix<double> x, Matrix<double>? basis, double scale) =>
        ((basis is null ? x : x * basis) * scale).ToColumnMajorArray();

    // s ≤ min(n, D − r): few test points need few directions.
    private static double[] Across(Matrix<double> test, Matrix<double> complement, double scale)
    {
        var seen = test * complement * scale;
        return (seen.RowCount < seen.ColumnCount
            ? seen.Transpose().QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).R.Transpose()
            : seen).ToColumnMajorArray();
    }
}
