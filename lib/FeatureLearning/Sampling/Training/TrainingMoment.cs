using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Sampling;

/// <summary>A network, or the mean over networks, at one moment of training.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>‖y − f‖²/P</term><description><see cref="TrainLoss"/></description></item>
/// <item><term>‖y* − f*‖²/n</term><description><see cref="TestLoss"/>, NaN without test targets</description></item>
/// <item><term>|w|²/(Nλ)</term><description><see cref="OrderParameter"/>, 1 under the prior</description></item>
/// <item><term>Φ</term><description><see cref="FeatureKernel"/>, φφᵀ/N on the training points, P×P</description></item>
/// </list>
/// </remarks>
/// <param name="TrainLoss">Mean squared error on the training points.</param>
/// <param name="TestLoss">Mean squared error on the test points.</param>
/// <param name="OrderParameter">Squared norm of the readout over its prior mean.</param>
/// <param name="FeatureKernel">Feature kernel on the training points.</param>
public sealed record TrainingMoment(double TrainLoss, double TestLoss, double OrderParameter, Matrix<double> FeatureKernel)
{
    /// <summary>The weighted sum of moments, number by number.</summary>
    internal static TrainingMoment Combine(double a, TrainingMoment x, double b, TrainingMoment y) => new(
        (a * x.TrainLoss) + (b * y.TrainLoss), (a * x.TestLoss) + (b * y.TestLoss), (a * x.OrderParameter) + (b * y.OrderParameter),
        (a * x.FeatureKernel) + (b * y.FeatureKernel));
}
