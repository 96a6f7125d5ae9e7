using FeatureLearning.Sampling;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// Unadjusted Langevin written down once more, so that it can be broken: the likelihood's gradient, the prior's and the noise times a factor
/// each. With all factors 1 it passes where <see cref="Langevin"/> does.
/// </summary>
internal sealed class TwinLangevin(
    ChainContext context, double hiddenStep, double readoutStep, double likelihood = 1, double prior = 1, double noise = 1)
    : Transition(context, hasReadout: true)
{
    private readonly JointLikelihood joint = new(context.Problem, context.Routines);
    private readonly double[] gradient = new double[context.Problem.HiddenCount + context.Problem.Network.Width];
    private readonly double[] normals = new double[context.Problem.HiddenCount + context.Problem.Network.Width];

    public override StepOutcome Step(ulong step, bool adapt)
    {
        var count = Context.Problem.HiddenCount;
        joint.Evaluate(State, gradient);
        Context.Stream(RandomPurpose.HiddenNoise, step).Normals(normals.AsSpan(0, count));
        Context.Stream(RandomPurpose.ReadoutNoise, step).Normals(normals.AsSpan(count));
        for (var i = 0; i < State.Length; i++)
        {
            var h = i < count ? hiddenStep : readoutStep;
            State[i] += (h * ((likelihood * gradient[i]) - (prior * State[i]))) + (noise * Math.Sqrt(2 * h) * normals[i]);
        }

        return new StepOutcome(1, double.NaN, false, 1);
    }
}
