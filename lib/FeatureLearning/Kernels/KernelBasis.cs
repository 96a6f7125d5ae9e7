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
/// <item><term>Φ⁰</term><description><see cref="Kernel"/> itself, P×P</description></item>
/// </list>
/// </remarks>
internal sealed record KernelBasis(LinearAlgebra Algebra, Matrix<double> Kernel, double[] Values, Matrix<double> Vectors)
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>
    /// Smallest over largest eigenvalue of GᵀG from which on its eigenvectors v give Φ⁰'s, u = Gv/√λ: to ε λ_max √(λ_max/λ), by |Φ⁰u − λu| = |G(GᵀGv − λv)|/√λ.
    /// </summary>
    private const double WellConditioned = 1e-3;

    /// <summary>P.</summary>
    public int Points => Vectors.RowCount;

    /// <summary>P − r, the directions across all of U: eigenvalue 0, and no target.</summary>
    public int Rest => Vectors.RowCount - Vectors.ColumnCount;

    /// <summary>Largest eigenvalue.</summary>
    public double Largest => Values[^1];

    /// <summary>Smallest eigenvalue of all P.</summary>
    public double Smallest => Rest > 0 ? 0 : Values[0];

    /// <summary>All eigenvectors; O(P³).</summary>
    public static KernelBasis Of(Matrix<double> kernel, KernelFactorization factorization) =>
        new(factorization.Algebra, kernel, factorization.Eigenvalues.ToArray(), factorization.Eigenvectors);

    /// <summary>
    /// Of Φ⁰ = G Gᵀ with G P×D, D &lt; P: an orthonormal basis of G's image, Φ⁰'s eigenvectors within it, and the one direction of y across it,
    /// whose eigenvalue is 0; O(PD²).
    /// </summary>
    public static KernelBasis OfImage(Matrix<double> kernel, Matrix<double> g, Vector<double> y, LinearAlgebra algebra)
    {
        var gram = Gram(g, algebra);
        var (values, vectors) = gram.Eigenvalues[0] >= WellConditioned * gram.Eigenvalues[^1] && gram.Eigenvalues[0] > 0
            ? (gram.Eigenvalues.ToArray(), Polished(LeftVectors(g, gram)))
            : Within(LeftVectors(g, gram), g, algebra);
        var rest = Across(vectors, Across(vectors, y));
        var norm = rest.L2Norm();
        return norm <= y.Count * Epsilon * y.L2Norm()
            ? new KernelBasis(algebra, kernel, values, vectors)
            : new KernelBasis(algebra, kernel, [0, .. values], (rest / norm).ToColumnMatrix().Append(vectors));
    }

    /// <summary>Uᵀ Φ⁰ = diag(λ) Uᵀ, r×P.</summary>
    public Matrix<double> KernelInBasis()
    {
        var rows = Vectors.Transpose();
        var numbers = rows.AsColumnMajorArray();
        for (var start = 0; start < numbers.Length; start += Values.Length)
        {
            Spans.Multiply(numbers.AsSpan(start, Values.Length), Values);
        }

        return rows;
    }

    /// <summary>Uᵀ b.</summary>
    public double[] Into(Vector<double> b) => Algebra.Multiply(Vectors, b.ToColumnMatrix(), transposeA: true).ToColumnMajorArray();

    /// <summary>U b.</summary>
    public double[] From(double[] b) => Algebra.Multiply(Vectors, Matrix<double>.Build.Dense(b.Length, 1, b)).ToColumnMajorArray();

    private static KernelFactorization Gram(Matrix<double> a, LinearAlgebra algebra) =>
        new(RowProducts.SymmetricOfColumns(a, a, 1, (_, _, _) => { }), algebra);

    // Left singular vectors of A by AᵀA = gram, but for directions that rounding hides: the more the singular values differ, the more they overlap, √ε at worst.
    private static Matrix<double> LeftVectors(Matrix<double> a, KernelFactorization gram)
    {
        var (values, hidden) = (gram.Eigenvalues.ToArray(), gram.Eigenvalues.IndexOfAnyExcept(0));
        hidden = hidden < 0 ? values.Length - 1 : hidden; // of zeros alone, one direction: a matrix has a column
        var scaled = gram.Eigenvectors.SubMatrix(0, values.Length, hidden, values.Length - hidden);
        scaled.MapIndexedInplace((_, j, v) => values[hidden + j] > 0 ? v / Math.Sqrt(values[hidden + j]) : v, Zeros.Include);
        return RowProducts.Multiply(a, scaled);
    }

    // Orthonormal to ε where Q is to √ε: one step towards Q(QᵀQ)^{−1/2}.
    private static Matrix<double> Polished(Matrix<double> q) => RowProducts.Multiply(q, RowProducts.SymmetricOfColumns(q, q, 0.5, (column, row, index) =>
    {
        Spans.Combine(column, -1, 0, column);
        if (row == index)
        {
            column[0] += 1.5;
        }
    }));

    // Φ⁰'s eigenvectors within the image of A, whose columns span that of G, for any singular values.
    private static (double[] Values, Matrix<double> Vectors) Within(Matrix<double> a, Matrix<double> g, LinearAlgebra algebra)
    {
        var image = LeftVectors(a, Gram(a, algebra));
        var inside = algebra.Multiply(image, g, transposeA: true);
        var factorization = new KernelFactorization(algebra.Multiply(inside, inside, transposeB: true), algebra);
        return (factorization.Eigenvalues.ToArray(), algebra.Multiply(image, factorization.Eigenvectors));
    }

    private static Vector<double> Across(Matrix<double> vectors, Vector<double> y) => y - (vectors * vectors.TransposeThisAndMultiply(y));
}
