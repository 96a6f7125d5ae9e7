using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;

namespace FeatureLearning.Tests.Statistical;

/// <summary>The library's exact kernels on tiny networks, and their broken twins, which calibration must reject.</summary>
/// <remarks>
/// Twins: the proposal of MALA without its acceptance; MALA that accepts by the posterior's ratio alone, as if its proposal were
/// symmetric; a likelihood of ten times the noise; a prior that is forgotten. A wrong gradient is not among them: behind a Metropolis
/// test it costs acceptance and leaves the law right, so that no test of a law can see it. It is rejected where it can be seen: by
/// central differences (LikelihoodTests), by the energy error, which no longer falls with the step (TrajectoryTests), and in unadjusted
/// Langevin, whose law it changes (<see cref="LangevinLawTests"/>).
/// </remarks>
internal static class TestedKernels
{
    public static TheoryData<string, Activation> Exact => new()
    {
        { "hmc", Activation.Linear }, { "hmc", Activation.Erf }, { "hmc", Activation.Relu },
        { "leapfrog", Activation.Linear }, { "leapfrog", Activation.Erf }, { "leapfrog", Activation.Relu },
        { "mala", Activation.Linear }, { "mala", Activation.Erf }, { "mala", Activation.Relu }, { "gibbs", Activation.Linear },
    };

    public static TheoryData<string, Activation> Broken => new()
    {
        { "no acceptance", Activation.Linear }, { "no acceptance", Activation.Erf }, { "no acceptance", Activation.Relu },
        { "mala without Hastings", Activation.Erf },
        { "hmc, ten times the noise", Activation.Linear }, { "hmc, ten times the noise", Activation.Erf },
        { "hmc, ten times the noise", Activation.Relu }, { "mala, ten times the noise", Activation.Erf },
        { "gibbs, ten times the noise", Activation.Linear }, { "hmc, no prior", Activation.Linear }, { "hmc, no prior", Activation.Erf },
        { "hmc, no prior", Activation.Relu }, { "mala, no prior", Activation.Erf },
    };

    public static Network Tiny(Activation activation) => Network.FromVariances(2, 2, activation, 2, 1.5, 1, 0.05);

    public static Transition Create(string kernel, ChainContext context) => kernel switch
    {
        "hmc" => new Hmc { StepSize = 0.5 }.Create(context),
        "leapfrog" => new Hmc { StepSize = 0.4, Integrator = Integrator.Leapfrog }.Create(context),
        "mala" => new Mala { StepSize = 0.04 }.Create(context),
        "gibbs" => new BlockedGibbs().Create(context),
        "no acceptance" => new Langevin(0.04).Create(context),
        "mala without Hastings" => new Asymmetric(context),
        "hmc, no prior" => new HamiltonianTransition(
            context, new Improper(new MarginalLikelihood(context.Problem, context.Routines)), Steps(3, 0.5)),
        "mala, no prior" => new HamiltonianTransition(
            context, new Improper(new JointLikelihood(context.Problem, context.Routines)), Steps(1, 0.28)),
        _ => Create(kernel.Split(',')[0], context with
        {
            Problem = new SamplingProblem(context.Problem.Network.WithNoise(10 * context.Problem.Network.Noise), context.Problem.Data),
        }),
    };

    private static TrajectorySettings Steps(int count, double size) =>
        new(Integrator.Leapfrog, count == 1 ? null : count * size, count, size, size, 0.8);

    // Takes the prior ½|θ|² out of the energy again.
    private sealed class Improper(ILikelihood likelihood) : ILikelihood
    {
        public int Dimension => likelihood.Dimension;

        public double Evaluate(double[] theta, double[] gradient)
        {
            var value = likelihood.Evaluate(theta, gradient);
            Spans.AddScaled(gradient, 1, theta);
            return value + (0.5 * Spans.Dot(theta, theta));
        }
    }

    // MALA that accepts with min(1, p′/p): the momenta, which stand for the proposal's densities, are left out.
    private sealed class Asymmetric(ChainContext context) : Transition(context, hasReadout: true)
    {
        private readonly Trajectory point = new(new JointLikelihood(context.Problem, context.Routines), Integrator.Leapfrog);

        public override StepOutcome Step(ulong step, bool adapt)
        {
            State.CopyTo(point.Position, 0);
            point.Evaluate();
            Context.Stream(RandomPurpose.HiddenNoise, step).Normals(point.Momentum);
            Span<double> decision = stackalloc double[1];
            Context.Stream(RandomPurpose.Decision, step).Uniforms(decision);
            var before = Potential();
            point.Move(Math.Sqrt(2 * 0.04), 1);
            var acceptance = Math.Min(1, Math.Exp(before - Potential()));
            if (decision[0] < acceptance)
            {
                point.Position.CopyTo(State, 0);
            }

            return new StepOutcome(acceptance, before, false, 1);
        }

        private double Potential() => (0.5 * Spans.Dot(point.Position, point.Position)) - point.LogLikelihood;
    }
}
