using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>Gradient descent on ½‖y − f‖² in whitened weights, θ ← θ − η∇E = θ + ηκ ∂ log p(y|θ).</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>η, κ</term><description>learning rate; noise of the network, which cancels</description></item>
/// </list>
/// </remarks>
internal sealed class DescentTransition(ChainContext context, double rate) : Transition(context, hasReadout: true)
{
    private readonly JointLikelihood likelihood = new(context.Problem, context.Routines);
    private readonly double[] gradient = new double[context.Problem.HiddenCount + context.Problem.Network.Width];

    public override bool ObservesReadout => true;

    public override StepOutcome Step(ulong step, bool adapt)
    {
        var state = State;
        likelihood.Evaluate(state, gradient);
        Spans.AddScaled(state, rate * Context.Problem.Network.Noise, gradient);
        return new StepOutcome(1, double.NaN, !IsFinite, 1);
    }
}
