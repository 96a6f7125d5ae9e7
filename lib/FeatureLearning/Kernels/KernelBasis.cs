using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Kernels;

/// <summary>
/// Orthonormal directions among the training points in which Φ⁰ is diagonal: all eigenvectors, or those that matter to a linear kernel with
/// fewer dimensions than points.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>U</term><description><see cref="Vectors"/>, P×r: it contains Φ⁰'s image and y; where r = P it is all eigenvectors</description></item>
/// <item><term>λ</term><description><see cref="Values"/>, r eigenvalues of Φ⁰, ascending</description></item>
/// </list>
/// </remarks>
internal sealed record KernelBasis(LinearAlgebra Algebra, double[] Values, Matrix<double> Vectors)
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>P.</summary>
    public int Points => Vectors.RowCount;

    /// <summary>P − r, the directions across all of U: eigenvalue 0, and no target.</summary>
    public int Rest => Vectors.RowCount - Vectors.ColumnCount;

    /// <summary>Largest eigenvalue.</summary>
    public double Largest => Values[^1];

    /// <summary>Smallest eigenvalue of all P.</summary>
    public double Smallest => Rest > 0 ? 0 : Values[0];

    /// <summary>All eigenvectors; O(P³).</summary>
    public static KernelBasis Of(KernelFactorization factorization) =>
        new(factorization.Algebra, factorization.Eigenvalues.ToArray(), factorization.Eigenvectors);

    /// <summary>
    /// Of Φ⁰ = G Gᵀ with G P×D, D &lt; P: an orthonormal basis of G's image, Φ⁰'s eigenvectors within it, and the one direction of y across it,
    /// whose eigenvalue is 0; O(PD²).
    /// </summary>
    public static KernelBasis OfImage(Matrix<double> g, Vector<double> y, LinearAlgebra algebra)
    {
        var image = Orthonormal(Orthonormal(g, algebra), algebra);
        var inside = algebra.Multiply(image, g, transposeA: true);
        var factorization = new KernelFactorization(algebra.Multiply(inside, inside, transposeB: true), algebra);
        var (values, vectors) = (factorization.Eigenvalues.ToArray(), algebra.Multiply(image, factorization.Eigenvectors));
        var rest = Across(vectors, Across(vectors, y));
        var norm = rest.L2Norm();
        return norm <= y.Count * Epsilon * y.L2Norm()
            ? new KernelBasis(algebra, values, vectors)
            : new KernelBasis(algebra, [0, .. values], (rest / norm).ToColumnMatrix().Append(vectors));
    }

    /// <summary>Uᵀ b.</summary>
    public double[] Into(Vector<double> b) => Algebra.Multiply(Vectors, b.ToColumnMatrix(), transposeA: true).ToColumnMajorArray();

    /// <summary>U b.</summary>
    public double[] From(double[] b) => Algebra.Multiply(Vectors, Matrix<double>.Build.Dense(b.Length, 1, b)).ToColumnMajorArray();

    // The left singular vectors of A, but for directions that rounding hides. Eigenvectors of AᵀA leave overlaps of √ε among them at worst;
    // a second time, of ε alone.
    private static Matrix<double> Orthonormal(Matrix<double> a, LinearAlgebra algebra)
    {
        var gram = new KernelFactorization(RowProducts.SymmetricOfColumns(a, a, 1, (_, _, _) => { }), algebra);
        var (values, hidden) = (gram.Eigenvalues.ToArray(), gram.Eigenvalues.IndexOfAnyExcept(0));
        hidden = hidden < 0 ? values.Length - 1 : hidden; // of zeros alone, one direction: a matrix has a column
        var scaled = gram.Eigenvectors.SubMatrix(0, values.Length, hidden, values.Length - hidden);
        scaled.MapIndexedInplace((_, j, v) => values[hidden + j] > 0 ? v / Math.Sqrt(values[hidden + j]) : v, Zeros.Include);
        return algebra.Multiply(a, scaled);
    }

    private static Vector<double> Across(Matrix<double> vectors, Vector<double> y) => y - (vectors * vectors.TransposeThisAndMultiply(y));
}
