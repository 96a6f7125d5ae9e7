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

    public abstract Matrix<double> HiddenSecondMoment();

    public abstract Vector<double> ReadoutHiddenCorrelation();
}
