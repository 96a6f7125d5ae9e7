using FeatureLearning.Networks;
using FeatureLearning.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Observables;

/// <summary>The mean squared error of the posterior on some points, split into bias and variance.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>bias²</term><description><see cref="SquaredBias"/>, mean of (⟨f*⟩ − y*)², squared units of the targets</description></item>
/// <item><term>variance</term><description><see cref="Variance"/>, mean of Var f*</description></item>
/// <item><term>ε</term><description><see cref="Total"/> = ⟨(f* − y*)²⟩ averaged over the points</description></item>
/// </list>
/// Source: arXiv:2508.20989 (generalisation loss as bias plus variance).
/// </remarks>
/// <param name="SquaredBias">bias².</param>
/// <param name="Variance">variance.</param>
public sealed record Loss(double SquaredBias, double Variance)
{
    /// <summary>ε = bias² + variance.</summary>
    public double Total => SquaredBias + Variance;

    /// <summary>The loss of a posterior on a data set.</summary>
    /// <param name="posterior">A converged posterior.</param>
    /// <param name="data">X* and y*.</param>
    /// <exception cref="ArgumentException">Another input dimension.</exception>
    /// <exception cref="InvalidOperationException">The posterior did not converge.</exception>
    public static Loss Of(Posterior posterior, DataSet data)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentNullException.ThrowIfNull(data);
        return Of(posterior.Predict(data.Inputs), data.Targets);
    }

    /// <summary>The loss of a prediction.</summary>
    /// <param name="prediction">⟨f*⟩ and Var f*, n numbers each.</param>
    /// <param name="targets">y*, n numbers.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Loss Of(Prediction prediction, Vector<double> targets)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(targets);
        Require.Length(targets, prediction.Mean.Count, nameof(targets));
        return new Loss((prediction.Mean - targets).PointwisePower(2).Average(), prediction.Variance.Average());
    }
}
