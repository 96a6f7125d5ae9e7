using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Neurons;

/// <summary>
/// The answers of one replica. On the training points from the averages over all kept rounds; on other points from the stored neurons, as kernel
/// regression with their own K₁ and K₂, so that the noise of a finite number of neurons cancels where the training points fix the answer.
/// </summary>
internal sealed class NeuronMeasure(Network network, TrainingKernel kernel, RowSpace space, NeuronPoints points, NeuronRun run, NeuronStore store)
    : PosteriorMeasure
{
    private readonly Vector<double> mean = Vector<double>.Build.Dense(run.Field.Residual);

    public override Vector<double> ScaledDiscrepancy => mean;

    public override double ReadoutSecondMoment => network.ReadoutPriorVariance * run.OrderParameter;

    // Zero for odd activations by the symmetry (w, v) → (−w, −v).
    public override double ReadoutMean => kernel.HasMean ? run.Correlation[^1] : 0;

    public override Prediction Predict(Matrix<double> inputs)
    {
        kernel.CheckInputs(inputs);
        var (there, f, cross, solved) = Regression(inputs, diagonalOnly: true);
        var own = there.Own.Column(0);
        return new Prediction(f, own - Vector<double>.Build.Dense(f.Count, i =>
            (f[i] * f[i] / network.Width) + cross.Column(i).DotProduct(solved.Column(i))));
    }

    public override Matrix<double> Covariance(Matrix<double> inputs)
    {
        kernel.CheckInputs(inputs);
        var (there, f, cross, solved) = Regression(inputs, diagonalOnly: false);
        var covariance = there.Own - (f.OuterProduct(f) / network.Width) - kernel.Algebra.Multiply(cross, solved, transposeA: true);
        return (covariance + covariance.Transpose()) / 2;
    }

    public override Matrix<double> FeatureKernel(Matrix<double> inputs)
    {
        kernel.CheckInputs(inputs);
        return IsTraining(inputs) ? Square(run.Features) : store.FeatureKernel(inputs);
    }

    public override Matrix<double> HiddenSecondMoment() =>
        space.HiddenMoment(Matrix<double>.Build.DenseOfRowMajor(points.Rank, points.Rank, run.Weights));

    public override Vector<double> ReadoutHiddenCorrelation() =>
        space.HiddenVector(Vector<double>.Build.Dense(run.Correlation[..points.Rank]));

    private bool IsTraining(Matrix<double> inputs) => ReferenceEquals(inputs, kernel.Data.Inputs);

    // ⟨f*⟩ = K₁*ᵀh with h of the same neurons' K₁; K₂* and (K₂+κ)⁻¹K₂*.
    private (NeuronCross There, Vector<double> Mean, Matrix<double> Cross, Matrix<double> Solved) Regression(Matrix<double> inputs, bool diagonalOnly)
    {
        var y = kernel.Data.Targets;
        var here = IsTraining(inputs)
            ? new NeuronCross(Square(run.Kernels.First), WithOuter(Square(run.Kernels.Second)), Matrix<double>.Build.Dense(1, 1))
            : store.Train;
        var there = IsTraining(inputs)
            ? here with { Own = diagonalOnly ? here.Second.Diagonal().ToColumnMatrix() : here.Second }
            : store.Cross(inputs, diagonalOnly);
        var h = Field(here.First, y);
        var f = there.First.TransposeThisAndMultiply(h);
        var fHere = here.First.TransposeThisAndMultiply(h);
        var cross = there.Second - (fHere.OuterProduct(f) / network.Width);
        return (there, f, cross, Regularised(here.Second - (fHere.OuterProduct(fHere) / network.Width)).Solve(cross));
    }

    // κa + K₁h = y, a = h − A⁻¹K₁h/N.
    private Vector<double> Field(Matrix<double> first, Vector<double> y)
    {
        var system = first + (network.Noise * Matrix<double>.Build.DenseIdentity(first.RowCount));
        if (run.Field.Fluctuations is { } inverse)
        {
            system -= network.Noise / network.Width * kernel.Algebra.Multiply(Square(inverse), first);
        }

        return system.Solve(y);
    }

    private Matrix<double> WithOuter(Matrix<double> second)
    {
        var f = kernel.Data.Targets - (network.Noise * mean);
        return second + (f.OuterProduct(f) / network.Width);
    }

    private MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> Regularised(Matrix<double> matrix)
    {
        var system = (matrix + matrix.Transpose()) / 2;
        for (var i = 0; i < system.RowCount; i++)
        {
            system[i, i] += network.Noise;
        }

        return system.Cholesky();
    }

    private static Matrix<double> Square(double[] values)
    {
        var n = (int)Math.Sqrt(values.Length);
        return Matrix<double>.Build.DenseOfRowMajor(n, n, values);
    }
}

/// <summary>Kernels between training points and others, and among the others: N⟨λ_vφφᵀ⟩, N⟨w²φφᵀ⟩ and the latter's own block (or its diagonal, as a column).</summary>
internal sealed record NeuronCross(Matrix<double> First, Matrix<double> Second, Matrix<double> Own);
