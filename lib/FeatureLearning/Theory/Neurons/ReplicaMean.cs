using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Neurons;

/// <summary>The mean of the replicas' answers.</summary>
internal sealed class ReplicaMean(IReadOnlyList<PosteriorMeasure> replicas) : PosteriorMeasure
{
    public override Vector<double> ScaledDiscrepancy => Mean(replica => replica.ScaledDiscrepancy);

    public override double ReadoutSecondMoment => replicas.Average(replica => replica.ReadoutSecondMoment);

    public override double ReadoutMean => replicas.Average(replica => replica.ReadoutMean);

    public override Prediction Predict(Matrix<double> inputs)
    {
        var predictions = replicas.Select(replica => replica.Predict(inputs)).ToArray();
        return new Prediction(
            predictions.Select(one => one.Mean).Aggregate((a, b) => a + b) / replicas.Count,
            predictions.Select(one => one.Variance).Aggregate((a, b) => a + b) / replicas.Count);
    }

    public override Matrix<double> Covariance(Matrix<double> inputs) => Mean(replica => replica.Covariance(inputs));

    public override Matrix<double> FeatureKernel(Matrix<double> inputs) => Mean(replica => replica.FeatureKernel(inputs));

    public override Matrix<double> HiddenSecondMoment() => Mean(replica => replica.HiddenSecondMoment());

    public override Vector<double> ReadoutHiddenCorrelation() => Mean(replica => replica.ReadoutHiddenCorrelation());

    private Vector<double> Mean(Func<PosteriorMeasure, Vector<double>> answer) =>
        replicas.Select(answer).Aggregate((a, b) => a + b) / replicas.Count;

    private Matrix<double> Mean(Func<PosteriorMeasure, Matrix<double>> answer) =>
        replicas.Select(answer).Aggregate((a, b) => a + b) / replicas.Count;
}
