using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>The answers behind a <see cref="Posterior"/>; one subclass for each way of representing a measure.</summary>
internal abstract class PosteriorMeasure
{
    public abstract Vector<double> ScaledDiscrepancy { get; }

    public abstract double ReadoutSecondMoment { get; }

    public abstract double ReadoutMean { get; }

    public abstract Prediction Predict(Matrix<double> inputs);

    public abstract Matrix<double> Covariance(Matrix<double> inputs);

    public abstract Matrix<double> FeatureKernel(Matrix<double> inputs);

    /// <summary>xᵀ⟨Φ⟩x on the training points; to be overridden where it costs less than ⟨Φ⟩ itself.</summary>
    public virtual double FeatureStrength(Matrix<double> train, Vector<double> direction) =>
        direction.DotProduct(FeatureKernel(train) * direction);

    public abstract Matrix<double> HiddenSecondMoment();

    public abstract Vector<double> ReadoutHiddenCorrelation();
}
