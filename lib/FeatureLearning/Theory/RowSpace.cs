using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// The hidden weights of a neuron in whitened coordinates of the space that the training inputs span: v = σ(W z + v_⊥), σ² = g_v/D, z ~ N(0, 1)
/// in r = min(P, D) dimensions under the prior. Data act on z alone; v_⊥ keeps its prior. Pre-activations are h = G z, G = σ X W.
/// </summary>
internal sealed class RowSpace
{
    private readonly Matrix<double>? basis;
    private readonly LinearAlgebra algebra;

    private RowSpace(double deviation, int dimension, Matrix<double>? basis, Matrix<double> points, LinearAlgebra algebra) =>
        (Deviation, InputDimension, this.basis, Points, this.algebra) = (deviation, dimension, basis, points, algebra);

    /// <summary>σ.</summary>
    public double Deviation { get; }

    public int InputDimension { get; }

    /// <summary>r.</summary>
    public int Rank => Points.ColumnCount;

    /// <summary>G, P×r.</summary>
    public Matrix<double> Points { get; }

    /// <summary>The space of a training set; O(DP²) where P &lt; D, otherwise free.</summary>
    public static RowSpace Of(Network network, TrainingKernel kernel) => kernel.Data.Inputs.RowCount < kernel.Data.Inputs.ColumnCount
        ? Triangular(network, kernel)
        : new RowSpace(DeviationOf(network), kernel.Data.InputDimension, null, DeviationOf(network) * kernel.Data.Inputs, kernel.Algebra);

    /// <summary>
    /// The space in coordinates in which the first r rows of G are lower triangular, by the QR factors of their inputs, O(Dr²): products with G do up to half less work,
    /// which pays for whoever does many of them.
    /// </summary>
    public static RowSpace Triangular(Network network, TrainingKernel kernel)
    {
        var (x, deviation) = (kernel.Data.Inputs, DeviationOf(network));
        var rank = Math.Min(x.RowCount, x.ColumnCount);
        var basis = x.SubMatrix(0, rank, 0, x.ColumnCount).Transpose().QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        var points = RowProducts.Multiply(x, basis.Transpose(), deviation, (_, _, _) => { }); // the same for any number of threads
        for (var column = 1; column < rank; column++)
        {
            points.ClearSubMatrix(0, column, column, 1); // rounding alone
        }

        return new RowSpace(deviation, x.ColumnCount, basis, points, kernel.Algebra);
    }

    /// <summary>σ X* W, n×r.</summary>
    public Matrix<double> Project(Matrix<double> inputs) =>
        Deviation * (basis is null ? inputs : algebra.Multiply(inputs, basis));

    /// <summary>Whether there are directions that no training input has.</summary>
    public bool HasComplement => Rank < InputDimension;

    /// <summary>σ(X* − X* W Wᵀ), n×D.</summary>
    public Matrix<double> Complement(Matrix<double> inputs) => basis is null || !HasComplement
        ? Matrix<double>.Build.Dense(inputs.RowCount, InputDimension)
        : Deviation * (inputs - algebra.Multiply(algebra.Multiply(inputs, basis), basis, transposeB: true));

    /// <summary>C* = X* ⟨vvᵀ⟩ X*ᵀ for ⟨zzᵀ⟩ = S, between two sets of points.</summary>
    public Matrix<double> Covariance(Matrix<double> moment, Matrix<double> rows, Matrix<double> columns)
    {
        var inside = algebra.Multiply(algebra.Multiply(Project(rows), WithoutPrior(moment)), Project(columns), transposeB: true);
        return inside + (Deviation * Deviation * algebra.Multiply(rows, columns, transposeB: true));
    }

    /// <summary>The diagonal of <see cref="Covariance"/> among the points of one set.</summary>
    public double[] Variances(Matrix<double> moment, Matrix<double> points)
    {
        var projected = Project(points);
        var applied = algebra.Multiply(projected, WithoutPrior(moment));
        return [.. Enumerable.Range(0, points.RowCount).Select(i =>
            (Deviation * Deviation * points.Row(i).DotProduct(points.Row(i))) + projected.Row(i).DotProduct(applied.Row(i)))];
    }

    /// <summary>⟨vvᵀ⟩, D×D, from ⟨zzᵀ⟩.</summary>
    public Matrix<double> HiddenMoment(Matrix<double> moment)
    {
        var shift = WithoutPrior(moment);
        shift = basis is null ? shift : algebra.Multiply(algebra.Multiply(basis, shift), basis, transposeB: true);
        shift += Matrix<double>.Build.DenseIdentity(InputDimension);
        return Deviation * Deviation / 2 * (shift + shift.Transpose());
    }

    /// <summary>⟨v⟩ in D dimensions from ⟨z⟩, or any vector linear in v.</summary>
    public Vector<double> HiddenVector(Vector<double> z) => Deviation * (basis is null ? z : basis * z);

    /// <summary>A direction θ of D dimensions as θ·v = σ(t·z + rest·ξ), ξ ~ N(0, 1): t and rest.</summary>
    public (Vector<double> Inside, double Outside) Direction(Vector<double> direction)
    {
        var inside = basis is null ? direction : basis.TransposeThisAndMultiply(direction);
        var rest = !HasComplement ? 0 : direction.DotProduct(direction) - inside.DotProduct(inside);
        return (inside, Math.Sqrt(Math.Max(rest, 0)));
    }

    private static double DeviationOf(Network network) => Math.Sqrt(network.HiddenPriorVariance);

    private Matrix<double> WithoutPrior(Matrix<double> moment) => moment - Matrix<double>.Build.DenseIdentity(Rank);
}
