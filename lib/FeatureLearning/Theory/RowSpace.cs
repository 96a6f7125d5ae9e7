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
    public static RowSpace Of(Network network, TrainingKernel kernel)
    {
        var x = kernel.Data.Inputs;
        var deviation = Math.Sqrt(network.HiddenPriorVariance);
        if (x.RowCount >= x.ColumnCount)
        {
            return new RowSpace(deviation, x.ColumnCount, null, deviation * x, kernel.Algebra);
        }

        var factors = x.Transpose().QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        return new RowSpace(deviation, x.ColumnCount, factors.Q, deviation * factors.R.Transpose(), kernel.Algebra);
    }

    /// <summary>σ X* W, n×r.</summary>
    public Matrix<double> Project(Matrix<double> inputs) =>
        Deviation * (basis is null ? inputs : algebra.Multiply(inputs, basis));

    /// <summary>Whether there are directions that no training input has.</summary>
    public bool HasComplement => basis is not null;

    /// <summary>σ(X* − X* W Wᵀ), n×D.</summary>
    public Matrix<double> Complement(Matrix<double> inputs) => basis is null
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
        var rest = basis is null ? 0 : direction.DotProduct(direction) - inside.DotProduct(inside);
        return (inside, Math.Sqrt(Math.Max(rest, 0)));
    }

    private Matrix<double> WithoutPrior(Matrix<double> moment) => moment - Matrix<double>.Build.DenseIdentity(Rank);
}
