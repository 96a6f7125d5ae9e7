using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// A Gaussian process whose kernel is the posterior feature kernel of another measure, K̃ = Nλ Q⟨Φ⟩ on training and other points; weights
/// and feature kernel are that measure's.
/// </summary>
internal sealed class AdaptedMeasure : PosteriorMeasure
{
    private readonly DualMeasure features;
    private readonly double scale;
    private readonly DualOperator inverse;

    /// <summary>Factorises K̃ on the training points and solves for ã = (K̃ + κ)⁻¹y.</summary>
    /// <param name="features">The measure that ⟨Φ⟩ and the weights are taken from.</param>
    /// <param name="train">X.</param>
    /// <param name="targets">y.</param>
    /// <param name="scale">Nλ Q.</param>
    /// <param name="noise">κ.</param>
    /// <param name="algebra">Who computes.</param>
    public AdaptedMeasure(
        DualMeasure features, Matrix<double> train, Vector<double> targets, double scale, double noise, LinearAlgebra algebra)
    {
        (this.features, this.scale) = (features, scale);
        var factorization = new KernelFactorization(features.FeatureKernel(train), algebra);
        var resolvent = new ResolventFunction(factorization, 1, scale, noise);
        inverse = new DualOperator(resolvent);
        var solved = resolvent.Apply(resolvent.IntoBasis(targets.ToColumnMatrix()));
        ScaledDiscrepancy = factorization.Rotate(solved, intoBasis: false).Column(0);
    }

    public override Vector<double> ScaledDiscrepancy { get; }

    public override double ReadoutSecondMoment => features.ReadoutSecondMoment;

    public override double ReadoutMean => features.ReadoutMean;

    public override Prediction Predict(Matrix<double> inputs)
    {
        var cross = scale * features.CrossFeatureKernel(inputs);
        return new Prediction(
            cross.TransposeThisAndMultiply(ScaledDiscrepancy),
            (scale * features.FeatureDiagonal(inputs)) - inverse.SandwichDiagonal(cross));
    }

    public override Matrix<double> Covariance(Matrix<double> inputs)
    {
        var cross = scale * features.CrossFeatureKernel(inputs);
        return (scale * features.FeatureKernel(inputs)) - inverse.Sandwich(cross);
    }

    public override Matrix<double> FeatureKernel(Matrix<double> inputs) => features.FeatureKernel(inputs);

    public override double FeatureStrength(Matrix<double> train, Vector<double> direction) => features.FeatureStrength(train, direction);

    public override Matrix<double> HiddenSecondMoment() => features.HiddenSecondMoment();

    public override Vector<double> ReadoutHiddenCorrelation() => features.ReadoutHiddenCorrelation();
}
