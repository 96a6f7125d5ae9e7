using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// A posterior in terms of the training points: with k̂ the theory's kernel between training and other points,
/// ⟨f*⟩ = k̂*ᵀ d, Cov f* = k̂** + k̂*ᵀ W k̂*, ⟨Φ⟩ = Φ⁰ + λ Φ⁰ M Φ⁰, ⟨vvᵀ⟩ = Σ + λ ΣJᵀ M JΣ, ⟨w v⟩ = λ ΣJᵀ d̂.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>k̂</term><description>Nλ [q̂ Φ⁰ + (β − q̂) m mᵀ]; the second term only where features have a mean</description></item>
/// <item><term>d</term><description><see cref="MeanWeights"/>, P numbers</description></item>
/// <item><term>W</term><description><see cref="CovarianceOperator"/></description></item>
/// <item><term>M</term><description><see cref="MomentOperator"/>, 2 ∂log p(y)/∂K; null where features do not move (NNGP)</description></item>
/// <item><term>J, Σ</term><description>diag(c) X and (g_v/D) I</description></item>
/// <item><term>d̂</term><description>q̂ d</description></item>
/// </list>
/// ⟨vvᵀ⟩ and ⟨Φ⟩ follow from differentiating log p(y) with respect to Σ and Φ⁰. Where features have a mean,
/// ⟨Φ⟩ = Φ⁰ + λ[q̂ G M₀ G + β(G M₀ m mᵀ + m mᵀ M₀ G)] with G = Φ⁰ − mmᵀ and M₀ = aaᵀ − A⁻¹.
/// </remarks>
internal sealed class DualMeasure(Network network, TrainingKernel kernel) : PosteriorMeasure
{
    public required double Rescaling { get; init; }

    /// <summary>β = 1/(1+B) where features have a mean; null otherwise.</summary>
    public double? MeanRescaling { get; init; }

    public required Vector<double> MeanWeights { get; init; }

    public required DualOperator CovarianceOperator { get; init; }

    public DualOperator? MomentOperator { get; init; }

    public required double SecondMomentOverPrior { get; init; }

    public override Vector<double> ScaledDiscrepancy => scaledDiscrepancy;

    public required Vector<double> Discrepancies { init => scaledDiscrepancy = value; }

    public override double ReadoutSecondMoment => network.ReadoutPriorVariance * SecondMomentOverPrior;

    public override double ReadoutMean => MeanRescaling is { } beta
        ? network.ReadoutPriorVariance * beta * kernel.Means().DotProduct(scaledDiscrepancy)
        : 0;

    private readonly Vector<double> scaledDiscrepancy = null!;

    public override Prediction Predict(Matrix<double> inputs)
    {
        var prior = network.KernelScale * Rescaling * kernel.DiagonalAmong(inputs);
        if (MeanRescaling is { } beta)
        {
            prior += network.KernelScale * (beta - Rescaling) * kernel.Means(inputs).PointwisePower(2);
        }

        if (CovarianceOperator.ForStrips(inputs.RowCount) is { } form)
        {
            using (form)
            {
                var (mean, variance) = ByStrips(inputs, form);
                return new Prediction(Vector<double>.Build.Dense(mean), prior + Vector<double>.Build.Dense(variance));
            }
        }

        var cross = Effective(kernel.Cross(inputs), kernel.Means, inputs);
        return new Prediction(
            kernel.Algebra.Multiply(cross, MeanWeights.ToColumnMatrix(), transposeA: true).Column(0), prior + CovarianceOperator.SandwichDiagonal(cross));
    }

    public override Matrix<double> Covariance(Matrix<double> inputs)
    {
        var scale = network.KernelScale * Rescaling;
        if (MeanRescaling is not { } beta)
        {
            return CovarianceOperator.Sandwich(kernel.ReadCross(inputs), scale * scale, kernel.ReadAmong(inputs), scale);
        }

        var mean = kernel.Means(inputs);
        var prior = (scale * kernel.ReadAmong(inputs)) + (network.KernelScale * (beta - Rescaling) * mean.OuterProduct(mean));
        return CovarianceOperator.Sandwich(Effective(kernel.Cross(inputs), kernel.Means, inputs), 1, prior, 1);
    }

    public override Matrix<double> FeatureKernel(Matrix<double> inputs)
    {
        if (MomentOperator is null)
        {
            return kernel.Among(inputs);
        }

        var among = kernel.ReadAmong(inputs);

        var lambda = network.ReadoutPriorVariance;
        if (MeanRescaling is not { } beta)
        {
            return MomentOperator.Sandwich(kernel.ReadCross(inputs), lambda, among, 1);
        }

        // Features with a mean: one sandwich with the columns [G*, m] gives every block at once.
        Vector<double> mean = kernel.Means(), meanThere = kernel.Means(inputs);
        var bulk = kernel.Cross(inputs) - mean.OuterProduct(meanThere);
        var n = inputs.RowCount;
        var blocks = MomentOperator.Sandwich(bulk.Append(mean.ToColumnMatrix())) / Rescaling;
        var mixed = blocks.Column(n, 0, n).OuterProduct(meanThere);
        var shift = (Rescaling * blocks.SubMatrix(0, n, 0, n)) + (beta * (mixed + mixed.Transpose()));
        return Symmetrized(among + (lambda * shift));
    }

    public override double FeatureStrength(Matrix<double> train, Vector<double> direction)
    {
        var image = kernel.Features * direction;
        var prior = direction.DotProduct(image);
        if (MomentOperator is null)
        {
            return prior;
        }

        if (MeanRescaling is not { } beta)
        {
            return prior + (network.ReadoutPriorVariance * MomentOperator.Sandwich(image.ToColumnMatrix())[0, 0]);
        }

        var mean = kernel.Means();
        var overlap = mean.DotProduct(direction);
        var blocks = MomentOperator.Sandwich(Matrix<double>.Build.DenseOfColumnVectors(image - (overlap * mean), mean)) / Rescaling;
        return prior + (network.ReadoutPriorVariance * ((Rescaling * blocks[0, 0]) + (2 * beta * overlap * blocks[0, 1])));
    }

    /// <summary>⟨Φ⟩ between training points (rows) and others, P×n, for features without a mean.</summary>
    public Matrix<double> CrossFeatureKernel(Matrix<double> inputs)
    {
        var cross = kernel.Cross(inputs);
        return MomentOperator is null
            ? cross
            : cross + (network.ReadoutPriorVariance * MomentOperator.Sandwich(kernel.Features, cross));
    }

    /// <summary>The diagonal of ⟨Φ⟩ among other points, n numbers, for features without a mean.</summary>
    public Vector<double> FeatureDiagonal(Matrix<double> inputs)
    {
        var diagonal = kernel.DiagonalAmong(inputs);
        return MomentOperator is null
            ? diagonal
            : diagonal + (network.ReadoutPriorVariance * MomentOperator.SandwichDiagonal(kernel.ReadCross(inputs)));
    }

    public override Matrix<double> HiddenSecondMoment()
    {
        var variance = network.HiddenPriorVariance;
        var prior = Matrix<double>.Build.DenseDiagonal(network.InputDimension, variance);
        return MomentOperator is null
            ? prior
            : MomentOperator.Sandwich(Jacobian(), network.ReadoutPriorVariance * variance * variance, prior, 1);
    }

    public override Vector<double> ReadoutHiddenCorrelation() =>
        MomentOperator is null
            ? Vector<double>.Build.Dense(network.InputDimension)
            : network.ReadoutPriorVariance * network.HiddenPriorVariance * Rescaling * Jacobian().TransposeThisAndMultiply(MeanWeights);

    private (double[] Mean, double[] Form) ByStrips(Matrix<double> inputs, StripForm form)
    {
        using var strips = kernel.Strips(inputs);
        (double[], double[])? means = MeanRescaling is { } beta
            ? (kernel.Means().AsArray(), (network.KernelScale * (beta - Rescaling) * kernel.Means(inputs)).AsArray())
            : null;
        return new StripPrediction(strips, form, MeanWeights.AsArray(), network.KernelScale * Rescaling, means).Run(inputs.RowCount);
    }

    private static Matrix<double> Symmetrized(Matrix<double> matrix)
    {
        var (n, values) = (matrix.RowCount, matrix.AsColumnMajorArray());
        Triangles.Average(values, n);
        Triangles.Mirror(values, n);
        return matrix;
    }

    private Matrix<double> Jacobian()
    {
        var jacobian = kernel.Data.Inputs.Clone();
        var means = kernel.DerivativeMeans();
        jacobian.MapIndexedInplace((i, _, x) => means[i] * x, Zeros.Include);
        return jacobian;
    }

    private Matrix<double> Effective(Matrix<double> cross, Func<Matrix<double>, Vector<double>> means, Matrix<double> inputs)
    {
        cross.Multiply(network.KernelScale * Rescaling, cross);
        if (MeanRescaling is { } beta)
        {
            cross += network.KernelScale * (beta - Rescaling) * kernel.Means().OuterProduct(means(inputs));
        }

        return cross;
    }
}
