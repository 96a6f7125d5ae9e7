using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>Unadjusted Langevin steps on all weights, with one step size a layer; see <see cref="Langevin"/>.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Z, u, Φ, δ</term><description>as in <see cref="JointLikelihood"/>, which computes the same gradient in a form made for checks</description></item>
/// </list>
/// One pass over the features gives f and φ′, a second the gradient; the product with X̃ᵀ adds the drift in place, and the noise is
/// generated where it is added. For linear networks f = √λ X̃(Zu) and the gradient has rank one: no matrix product at all.
/// </remarks>
internal sealed class LangevinTransition : Transition
{
    private readonly double hiddenStep, readoutStep;
    private readonly double[] phi, derivative, residual, pulled;

    public LangevinTransition(ChainContext context, double hiddenStep, double readoutStep)
        : base(context, hasReadout: true)
    {
        (this.hiddenStep, this.readoutStep) = (hiddenStep, readoutStep);
        var (p, n) = (context.Problem.Data.Count, context.Problem.Network.Width);
        var size = context.Problem.Network.Activation == Activation.Linear ? 0 : p * n;
        (phi, derivative, residual, pulled) = (new double[size], new double[size], new double[p], new double[context.Problem.Space.Rank]);
    }

    /// <summary>The readout's own bias is part of what unadjusted steps sample.</summary>
    public override bool ObservesReadout => true;

    public override StepOutcome Step(ulong step, bool adapt)
    {
        if (Context.Problem.Network.Activation == Activation.Linear)
        {
            DriftLinear();
        }
        else
        {
            Drift();
        }

        Context.Stream(RandomPurpose.HiddenNoise, step).AddNormals(Hidden, Math.Sqrt(2 * hiddenStep));
        Context.Stream(RandomPurpose.ReadoutNoise, step).AddNormals(Readout, Math.Sqrt(2 * readoutStep));
        return new StepOutcome(1, double.NaN, !double.IsFinite(State[0]), 1);
    }

    private void Drift()
    {
        var (p, n, r) = (residual.Length, Context.Problem.Network.Width, pulled.Length);
        var scale = Math.Sqrt(Context.Problem.Network.ReadoutPriorVariance);
        var design = Context.Problem.Space.Design;
        Context.Routines.Multiply(false, false, p, n, r, 1, design, State, 0, phi);
        FeatureFunction.Evaluate(Context.Problem.Network.Activation, phi, phi, derivative);
        Context.Problem.Targets.CopyTo(residual, 0);
        for (var neuron = 0; neuron < n; neuron++)
        {
            Spans.AddScaled(residual, -scale * Readout[neuron], phi.AsSpan(neuron * p, p));
        }

        Spans.Scale(residual, scale / Context.Problem.Network.Noise);
        for (var neuron = 0; neuron < n; neuron++)
        {
            ref var u = ref Readout[neuron];
            Spans.MultiplyScaled(derivative.AsSpan(neuron * p, p), u, residual);
            u = ((1 - readoutStep) * u) + (readoutStep * Spans.Dot(phi.AsSpan(neuron * p, p), residual));
        }

        Context.Routines.Multiply(true, false, r, n, p, hiddenStep, design, derivative, 1 - hiddenStep, State);
    }

    private void DriftLinear()
    {
        var (p, n, r) = (residual.Length, Context.Problem.Network.Width, pulled.Length);
        var scale = Math.Sqrt(Context.Problem.Network.ReadoutPriorVariance);
        Array.Clear(pulled);
        for (var neuron = 0; neuron < n; neuron++)
        {
            Spans.AddScaled(pulled, -scale * Readout[neuron], Hidden.Slice(neuron * r, r));
        }

        Context.Problem.Targets.CopyTo(residual, 0);
        Context.Routines.Multiply(false, false, p, 1, r, 1, Context.Problem.Space.Design, pulled, 1, residual);
        Context.Routines.Multiply(true, false, r, 1, p, scale / Context.Problem.Network.Noise, Context.Problem.Space.Design, residual, 0, pulled);
        for (var neuron = 0; neuron < n; neuron++)
        {
            ref var u = ref Readout[neuron];
            var z = Hidden.Slice(neuron * r, r);
            var slope = Spans.Dot(z, pulled);
            Spans.Combine(z, 1 - hiddenStep, hiddenStep * u, pulled);
            u = ((1 - readoutStep) * u) + (readoutStep * slope);
        }
    }
}
