using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>
/// The likelihood of the hidden weights with the readout integrated out, log N(y; 0, λΦΦᵀ + κ), and its gradient
/// ∂/∂Φ = a w̄ᵀ − λA⁻¹Φ, back to z by ∂/∂Z = X̃ᵀ(∂/∂Φ ∘ φ′).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Z</term><description>whitened hidden weights in the row space of the data, r×N, one column a neuron</description></item>
/// <item><term>a, w̄, A</term><description>see <see cref="ReadoutPosterior"/></description></item>
/// </list>
/// </remarks>
internal sealed class MarginalLikelihood : ILikelihood
{
    private readonly SamplingProblem problem;
    private readonly DenseRoutines routines;
    private readonly ReadoutPosterior readout;
    private readonly double[] phi, derivative, field, adjoint, mean;

    public MarginalLikelihood(SamplingProblem problem, DenseRoutines routines)
    {
        (this.problem, this.routines, readout) = (problem, routines, new ReadoutPosterior(problem, routines));
        var (p, n) = (problem.Data.Count, problem.Network.Width);
        (phi, derivative, field) = (new double[p * n], new double[p * n], new double[p * n]);
        (adjoint, mean) = (new double[p], new double[n]);
    }

    public int Dimension => problem.HiddenCount;

    /// <inheritdoc/>
    public double Evaluate(double[] theta, double[] gradient)
    {
        var (p, n, r) = (problem.Data.Count, problem.Network.Width, problem.Space.Rank);
        routines.Multiply(false, false, p, n, r, 1, problem.Space.Design, theta, 0, phi);
        FeatureFunction.Evaluate(problem.Network.Activation, phi, phi, derivative);
        readout.Factorize(phi);
        readout.Condition(phi, problem.Targets, adjoint, mean);
        readout.Invert();
        if (readout.IsDual)
        {
            routines.Multiply(false, false, p, n, p, -problem.Network.ReadoutPriorVariance, readout.Factor, phi, 0, field);
        }
        else
        {
            routines.Multiply(false, false, p, n, n, -1, phi, readout.Factor, 0, field);
        }

        Backward();
        routines.Multiply(true, false, r, n, p, 1, problem.Space.Design, field, 0, gradient);
        var quadratic = Spans.Dot(problem.Targets, adjoint);
        return -0.5 * (quadratic + readout.LogDeterminant + (p * Math.Log(2 * Math.PI)));
    }

    // (a w̄ᵀ + field) ∘ φ′, column by column.
    private void Backward()
    {
        var p = adjoint.Length;
        for (var neuron = 0; neuron < mean.Length; neuron++)
        {
            var column = field.AsSpan(neuron * p, p);
            Spans.AddScaled(column, mean[neuron], adjoint);
            if (problem.Network.Activation != Activation.Linear)
            {
                Spans.Multiply(column, derivative.AsSpan(neuron * p, p));
            }
        }
    }
}
