using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>
/// The likelihood of all weights, log N(y; f, κ) with f = √λ Φu, and its gradient: ∂/∂u = √λ Φᵀδ, ∂/∂Z = √λ X̃ᵀ(δuᵀ ∘ φ′), δ = (y − f)/κ.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>θ</term><description>(Z, u): whitened hidden weights, r×N, one column a neuron, then N readout weights u = w/√λ</description></item>
/// </list>
/// </remarks>
internal sealed class JointLikelihood : ILikelihood
{
    private readonly SamplingProblem problem;
    private readonly DenseRoutines routines;
    private readonly double[] phi, derivative, residual;

    public JointLikelihood(SamplingProblem problem, DenseRoutines routines)
    {
        (this.problem, this.routines) = (problem, routines);
        var size = problem.Data.Count * problem.Network.Width;
        (phi, derivative, residual) = (new double[size], new double[size], new double[problem.Data.Count]);
    }

    public int Dimension => problem.HiddenCount + problem.Network.Width;

    /// <inheritdoc/>
    public double Evaluate(double[] theta, double[] gradient)
    {
        var (p, n, r) = (problem.Data.Count, problem.Network.Width, problem.Space.Rank);
        routines.Multiply(false, false, p, n, r, 1, problem.Space.Design, theta, 0, phi);
        FeatureFunction.Evaluate(problem.Network.Activation, phi, phi, derivative);
        var readout = theta.AsSpan(problem.HiddenCount);
        Residual(readout);
        var (sum, kappa) = (Spans.Dot(residual, residual), problem.Network.Noise);
        Spans.Scale(residual, Math.Sqrt(problem.Network.ReadoutPriorVariance) / kappa);
        for (var neuron = 0; neuron < n; neuron++)
        {
            gradient[problem.HiddenCount + neuron] = Spans.Dot(phi.AsSpan(neuron * p, p), residual);
            var slopes = derivative.AsSpan(neuron * p, p);
            Spans.Multiply(slopes, residual);
            Spans.Scale(slopes, readout[neuron]);
        }

        routines.Multiply(true, false, r, n, p, 1, problem.Space.Design, derivative, 0, gradient);
        return -0.5 * ((sum / kappa) + (p * Math.Log(2 * Math.PI * kappa)));
    }

    private void Residual(ReadOnlySpan<double> readout)
    {
        var (p, scale) = (residual.Length, Math.Sqrt(problem.Network.ReadoutPriorVariance));
        problem.Targets.CopyTo(residual, 0);
        for (var neuron = 0; neuron < readout.Length; neuron++)
        {
            Spans.AddScaled(residual, -scale * readout[neuron], phi.AsSpan(neuron * p, p));
        }
    }
}
