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
        var (f, second, own, selfField) = Regression(inputs, diagonalOnly: true);
        var (cross, solved) = Condition(second, selfField);
        var shift = selfField is null ? 0 * f : Diagonal(second.There, selfField) / network.Width;
        return new Prediction(f, own.Column(0) - (f.PointwiseMultiply(f) / network.Width) + shift - Diagonal(cross, solved));
    }

    public override Matrix<double> Covariance(Matrix<double> inputs)
    {
        kernel.CheckInputs(inputs);
        var (f, second, own, selfField) = Regression(inputs, diagonalOnly: false);
        var (cross, solved) = Condition(second, selfField);
        var covariance = own - (f.OuterProduct(f) / network.Width) - kernel.Algebra.Multiply(cross, solved, transposeA: true);
        if (selfField is not null)
        {
            covariance += kernel.Algebra.Multiply(second.There, selfField, transposeA: true) / network.Width;
        }

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

    // ⟨f*⟩ = K₁*ᵀh with h of the same neurons' K₁; K₂ and K₂*, N⟨w²φ*φ*ᵀ⟩ and, in the full theory, A⁻¹K₂*.
    private (Vector<double> Mean, (Matrix<double> Here, Matrix<double> There) Second, Matrix<double> Own, Matrix<double>? SelfField) Regression(
        Matrix<double> inputs, bool diagonalOnly)
    {
        var here = IsTraining(inputs)
            ? new NeuronCross(Square(run.Kernels.First), WithOuter(Square(run.Kernels.Second)), Matrix<double>.Build.Dense(1, 1))
            : store.Train;
        var there = IsTraining(inputs)
            ? here with { Own = diagonalOnly ? here.Second.Diagonal().ToColumnMatrix() : here.Second }
            : store.Cross(inputs, diagonalOnly);
        var h = Field(here.First, kernel.Data.Targets);
        Vector<double> f = there.First.TransposeThisAndMultiply(h), fHere = here.First.TransposeThisAndMultiply(h);
        var cross = there.Second - (fHere.OuterProduct(f) / network.Width);
        var own = here.Second - (fHere.OuterProduct(fHere) / network.Width);
        var selfField = run.Field.Fluctuations is { } inverse ? kernel.Algebra.Multiply(Square(inverse), cross) : null;
        return (f, (own, cross), there.Own, selfField);
    }

    // ∂f/∂h = K₂ and a = h − A⁻¹f/N make Cov f that of a Gaussian process with the kernel K₂ + K₂A⁻¹K₂/N.
    private (Matrix<double> Cross, Matrix<double> Solved) Condition((Matrix<double> Here, Matrix<double> There) second, Matrix<double>? selfField)
    {
        if (selfField is null)
        {
            return (second.There, Regularised(second.Here).Solve(second.There));
        }

        var own = kernel.Algebra.Multiply(second.Here, kernel.Algebra.Multiply(Square(run.Field.Fluctuations!), second.Here)) / network.Width;
        var cross = second.There + (kernel.Algebra.Multiply(second.Here, selfField) / network.Width);
        return (cross, Regularised(second.Here + own).Solve(cross));
    }

    private static Vector<double> Diagonal(Matrix<double> a, Matrix<double> b) =>
        Vector<double>.Build.Dense(a.ColumnCount, i => a.Column(i).DotProduct(b.Column(i)));

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
