using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Numerics;

/// <summary>Products of this project, eigenvectors of MathNet.Numerics: nothing that is not managed code.</summary>
internal sealed class ManagedLinearAlgebra : LinearAlgebra
{
    public override string Name => "managed (MathNet.Numerics)";

    public override Matrix<double> Gram(Matrix<double> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return MultiplyCore(x, x, transposeA: false, transposeB: true);
    }

    private protected override Matrix<double> MultiplyCore(Matrix<double> a, Matrix<double> b, bool transposeA, bool transposeB)
    {
        var (m, k) = transposeA ? (a.ColumnCount, a.RowCount) : (a.RowCount, a.ColumnCount);
        var n = transposeB ? b.RowCount : b.ColumnCount;
        var product = new double[checked(m * n)];
        ManagedDenseRoutines.Instance.Multiply(transposeA, transposeB, m, n, k, 1, ColumnMajor(a), ColumnMajor(b), 0, product);
        return Matrix<double>.Build.Dense(m, n, product);
    }

    private protected override (double[] Values, Matrix<double> Vectors) EigenvectorsCore(Matrix<double> symmetric)
    {
        var decomposition = symmetric.Evd(Symmetricity.Symmetric);
        return (decomposition.EigenValues.Map(z => z.Real).ToArray(), decomposition.EigenVectors);
    }
}
