using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>The posterior of the noise-free output f* on some points: mean and pointwise variance.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>⟨f*⟩</term><description><see cref="Mean"/>, n numbers, in units of the targets</description></item>
/// <item><term>Var f*</term><description><see cref="Variance"/>, n numbers; without the label noise κ</description></item>
/// </list>
/// </remarks>
/// <param name="Mean">⟨f*⟩.</param>
/// <param name="Variance">Var f*.</param>
public sealed record Prediction(Vector<double> Mean, Vector<double> Variance);
