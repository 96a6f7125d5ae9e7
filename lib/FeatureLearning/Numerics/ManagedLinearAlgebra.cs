using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Numerics;

/// <summary>MathNet.Numerics' managed linear algebra.</summary>
internal sealed class ManagedLinearAlgebra : LinearAlgebra
{
    public override string Name => "managed (MathNet.Numerics)";

    public override Matrix<double> Gram(Matrix<double> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.TransposeAndMultiply(x);
    }

    private protected override Matrix<double> MultiplyCore(Matrix<double> a, Matrix<double> b, bool transposeA, bool transposeB) =>
        (transposeA, transposeB) switch
        {
            (false, false) => a.Multiply(b),
            (true, false) => a.TransposeThisAndMultiply(b),
            (false, true) => a.TransposeAndMultiply(b),
            (true, true) => b.Multiply(a).Transpose(),
        };

    private protected override TridiagonalForm TridiagonalizeCore(Matrix<double> symmetric)
    {
        var decomposition = symmetric.Evd(Symmetricity.Symmetric);
        return new Diagonalized(this, decomposition.EigenValues.Map(z => z.Real).ToArray(), decomposition.EigenVectors);
    }

    // MathNet offers the full decomposition only; a diagonal T is a tridiagonal one too.
    private sealed class Diagonalized(ManagedLinearAlgebra algebra, double[] values, Matrix<double> vectors)
        : TridiagonalForm(values, new double[Math.Max(values.Length - 1, 0)])
    {
        public override Matrix<double> Rotate(Matrix<double> columns, bool intoBasis) =>
            algebra.Multiply(vectors, columns, transposeA: intoBasis);

        public override double[] Eigenvalues() => [.. DiagonalArray];

        public override (double[] Values, Matrix<double> Vectors) Eigenvectors() => (DiagonalArray, vectors);
    }
}
