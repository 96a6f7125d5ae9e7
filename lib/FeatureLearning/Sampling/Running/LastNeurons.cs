using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Sampling;

/// <summary>The neurons of a chain's last state, projected on a direction, each with a readout weight.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>θ·v/|θ|</term><description>hidden weights along the direction; what lies across the row space is a draw of the prior</description></item>
/// <item><term>w</term><description>the state's own, or where it is integrated out a draw of w | V by Matheron's rule: w₀ + λΦᵀA⁻¹(y − Φw₀ − ε)</description></item>
/// </list>
/// </remarks>
internal sealed class LastNeurons(ChainContext context, double[] state, bool hasReadout, ulong step)
{
    private readonly SamplingProblem problem = context.Problem;

    public IEnumerable<(double Along, double Readout)> Project(Vector<double> direction)
    {
        var unit = direction / direction.L2Norm();
        var inside = problem.Space.Basis.TransposeThisAndMultiply(unit);
        var outside = Math.Sqrt(Math.Max(0, 1 - inside.DotProduct(inside)));
        var (n, r, deviation) = (problem.Network.Width, inside.Count, Math.Sqrt(problem.Network.HiddenPriorVariance));
        var across = new double[n];
        context.Stream(RandomPurpose.LastComplement, step).Normals(across);
        var readout = Readout();
        return Enumerable.Range(0, n).Select(i => (
            deviation * (Spans.Dot(inside.AsArray(), state.AsSpan(i * r, r)) + (outside * across[i])), readout[i]));
    }

    private double[] Readout()
    {
        var (n, p, scale) = (problem.Network.Width, problem.Data.Count, Math.Sqrt(problem.Network.ReadoutPriorVariance));
        if (hasReadout)
        {
            return Array.ConvertAll(state[problem.HiddenCount..], u => scale * u);
        }

        double[] features = new double[p * n], slopes = new double[p * n], prior = new double[n], correction = new double[n];
        context.Routines.Multiply(false, false, p, n, problem.Space.Rank, 1, problem.Space.Design, state, 0, features);
        FeatureFunction.Evaluate(problem.Network.Activation, features, features, slopes);
        var conditional = new ReadoutPosterior(problem, context.Routines);
        conditional.Factorize(features);
        context.Stream(RandomPurpose.LastReadout, step).Normals(prior);
        double[] residual = [.. problem.Targets];
        context.Stream(RandomPurpose.LastLabels, step).AddNormals(residual, Math.Sqrt(problem.Network.Noise));
        context.Routines.Multiply(false, false, p, 1, n, -scale, features, prior, 1, residual);
        conditional.Condition(features, residual, residual, correction);
        return [.. prior.Zip(correction, (u, shift) => (scale * u) + shift)];
    }
}
