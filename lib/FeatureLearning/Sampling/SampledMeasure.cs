using FeatureLearning.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Sampling;

/// <summary>The answers of a <see cref="SampledPosterior"/> in the form of a theory's, on the points it was observed on.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>X*</term><description>any rows of the training and test inputs</description></item>
/// </list>
/// </remarks>
internal sealed class SampledMeasure(SampledPosterior sampled) : PosteriorMeasure
{
    private readonly Matrix<double> points = sampled.Problem.TestInputs is { } test
        ? sampled.Problem.Data.Inputs.Stack(test)
        : sampled.Problem.Data.Inputs;

    public override Vector<double> ScaledDiscrepancy => sampled.Discrepancy.Mean / sampled.Problem.Network.Noise;

    public override double ReadoutSecondMoment => sampled.ReadoutSecondMoment.Mean;

    public override double ReadoutMean => sampled.ReadoutMean.Mean;

    public override Prediction Predict(Matrix<double> inputs)
    {
        var rows = Rows(inputs);
        var covariance = sampled.AllCovariance.Mean;
        return new Prediction(
            Vector<double>.Build.Dense(rows.Length, i => sampled.AllMean.Mean[rows[i]]),
            Vector<double>.Build.Dense(rows.Length, i => covariance[rows[i], rows[i]]));
    }

    public override Matrix<double> Covariance(Matrix<double> inputs) => Select(sampled.AllCovariance.Mean, Rows(inputs));

    public override Matrix<double> FeatureKernel(Matrix<double> inputs) => Select(sampled.AllFeatureKernel.Mean, Rows(inputs));

    public override Matrix<double> HiddenSecondMoment() => sampled.HiddenSecondMoment.Mean;

    public override Vector<double> ReadoutHiddenCorrelation() => sampled.ReadoutHiddenCorrelation.Mean;

    private static Matrix<double> Select(Matrix<double> all, int[] rows) =>
        Matrix<double>.Build.Dense(rows.Length, rows.Length, (i, j) => all[rows[i], rows[j]]);

    private int[] Rows(Matrix<double> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Require.Dimension(inputs, points.ColumnCount, nameof(inputs));
        return [.. Enumerable.Range(0, inputs.RowCount).Select(i => Row(inputs, i))];
    }

    private int Row(Matrix<double> inputs, int row)
    {
        for (var candidate = 0; candidate < points.RowCount; candidate++)
        {
            var column = 0;
            while (column < points.ColumnCount && points.At(candidate, column) == inputs.At(row, column))
            {
                column++;
            }

            if (column == points.ColumnCount)
            {
                return candidate;
            }
        }

        throw new ArgumentException(FormattableString.Invariant(
            $"Row {row + 1} is neither a training nor a test point of what was sampled: name test points before sampling."), nameof(inputs));
    }
}
