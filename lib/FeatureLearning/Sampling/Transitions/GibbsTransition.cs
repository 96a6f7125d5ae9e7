using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Sampling;

/// <summary>Exact conditional draws of a linear network, readout given hidden weights, then hidden weights given readout; see <see cref="BlockedGibbs"/>.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>w₀, V₀, ε</term><description>draws of the prior and of the label noise N(0, κ)</description></item>
/// <item><term>U s Uᵀ</term><description>X̃X̃ᵀ, so that (λ|u|²X̃X̃ᵀ + κ)⁻¹ costs O(P²) a step</description></item>
/// </list>
/// Matheron's rule: w = w₀ + λΦᵀA⁻¹(y − Φw₀ − ε), and for V with λ|u|²X̃X̃ᵀ + κ in place of A.
/// </remarks>
internal sealed class GibbsTransition : Transition
{
    private readonly ReadoutPosterior conditional;
    private readonly double[] features, rhs, rotated, pulled, correction, vectors, values;

    public GibbsTransition(ChainContext context)
        : base(context, hasReadout: true)
    {
        var (problem, p, n) = (context.Problem, context.Problem.Data.Count, context.Problem.Network.Width);
        conditional = new ReadoutPosterior(problem, context.Routines);
        (features, rhs, rotated) = (new double[p * n], new double[p], new double[p]);
        (pulled, correction) = (new double[problem.Space.Rank], new double[n]);
        var design = Matrix<double>.Build.Dense(p, problem.Space.Rank, problem.Space.Design);
        var spectrum = design.TransposeAndMultiply(design).Evd(Symmetricity.Symmetric);
        vectors = spectrum.EigenVectors.ToColumnMajorArray();
        values = [.. spectrum.EigenValues.Select(z => Math.Max(z.Real, 0))];
    }

    public override StepOutcome Step(ulong step, bool adapt)
    {
        DrawReadout(step);
        DrawHidden(step);
        return new StepOutcome(1, double.NaN, false, 0);
    }

    private void DrawReadout(ulong step)
    {
        var (problem, p, n) = (Context.Problem, rhs.Length, Context.Problem.Network.Width);
        var scale = Math.Sqrt(problem.Network.ReadoutPriorVariance);
        Context.Routines.Multiply(false, false, p, n, problem.Space.Rank, 1, problem.Space.Design, State, 0, features);
        conditional.Factorize(features);
        Context.Stream(RandomPurpose.ReadoutNoise, step).Normals(correction);
        correction.CopyTo(Readout);
        Residual(RandomPurpose.ReadoutLabels, step);
        Context.Routines.Multiply(false, false, p, 1, n, -scale, features, correction, 1, rhs);
        conditional.Condition(features, rhs, rhs, correction);
        Spans.AddScaled(Readout, 1 / scale, correction);
    }

    private void DrawHidden(ulong step)
    {
        var (network, p, r, design) = (Context.Problem.Network, rhs.Length, pulled.Length, Context.Problem.Space.Design);
        Context.Stream(RandomPurpose.HiddenNoise, step).Normals(Hidden);
        Array.Clear(pulled);
        for (var neuron = 0; neuron < network.Width; neuron++)
        {
            Spans.AddScaled(pulled, Readout[neuron], Hidden.Slice(neuron * r, r));
        }

        var scale = Math.Sqrt(network.ReadoutPriorVariance);
        Residual(RandomPurpose.HiddenLabels, step);
        Context.Routines.Multiply(false, false, p, 1, r, -scale, design, pulled, 1, rhs);
        Context.Routines.Multiply(true, false, p, 1, p, 1, vectors, rhs, 0, rotated);
        var norm = network.ReadoutPriorVariance * Spans.Dot(Readout, Readout);
        for (var i = 0; i < p; i++)
        {
            rotated[i] /= (norm * values[i]) + network.Noise;
        }

        Context.Routines.Multiply(false, false, p, 1, p, 1, vectors, rotated, 0, rhs);
        Context.Routines.Multiply(true, false, r, 1, p, scale, design, rhs, 0, pulled);
        for (var neuron = 0; neuron < network.Width; neuron++)
        {
            Spans.AddScaled(Hidden.Slice(neuron * r, r), Readout[neuron], pulled);
        }
    }

    // y − ε.
    private void Residual(RandomPurpose purpose, ulong step)
    {
        Context.Problem.Targets.CopyTo(rhs, 0);
        Context.Stream(purpose, step).AddNormals(rhs, Math.Sqrt(Context.Problem.Network.Noise));
    }
}
