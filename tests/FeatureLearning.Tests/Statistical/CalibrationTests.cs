using FeatureLearning.Networks;
using FeatureLearning.Sampling;

namespace FeatureLearning.Tests.Statistical;

/// <summary>The transitions leave the posterior invariant, by <see cref="Calibration"/>; broken twins do not.</summary>
/// <remarks>
/// Short: 400 data sets, 31 draws, 8 bins. Long (trait Duration=Long, run by
/// <c>FEATURELEARNING_LONG=1 dotnet test -c Release tests/FeatureLearning.Tests --filter Duration=Long</c>): 4000 data sets, 1023 draws, 32 bins. False alarm for
/// a new seed: 3·10⁻⁴ a case (three statistics at 10⁻⁴); seeds are fixed. Twins: the proposal of MALA without its acceptance, a likelihood of twice the
/// noise, and a prior that is forgotten. (A wrong gradient alone does not bias a Metropolis-adjusted sampler; the gradients have tests of their own.)
/// </remarks>
public class CalibrationTests
{
    private const double Level = 1e-4;
    private static readonly Calibration Brief = new(400, 31, 8, 3, 20251122);
    private static readonly Calibration Thorough = new(4000, 1023, 32, 1, 20251123);

    public static TheoryData<string, Activation> Exact => new()
    {
        { "hmc", Activation.Linear }, { "hmc", Activation.Erf }, { "leapfrog", Activation.Linear }, { "leapfrog", Activation.Erf },
        { "mala", Activation.Linear }, { "mala", Activation.Erf }, { "gibbs", Activation.Linear },
    };

    public static TheoryData<string, Activation> Broken => new()
    {
        { "no acceptance", Activation.Linear }, { "no acceptance", Activation.Erf },
        { "hmc, ten times the noise", Activation.Linear }, { "hmc, ten times the noise", Activation.Erf },
        { "mala, ten times the noise", Activation.Erf }, { "gibbs, ten times the noise", Activation.Linear },
        { "hmc, no prior", Activation.Linear }, { "hmc, no prior", Activation.Erf }, { "mala, no prior", Activation.Erf },
    };

    [Theory]
    [MemberData(nameof(Exact))]
    public void Ranks_of_the_truth_are_uniform(string kernel, Activation activation) => Uniform(Brief, kernel, activation);

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_twin_is_rejected(string twin, Activation activation) => Rejected(Brief, twin, activation);

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(Exact))]
    public void Ranks_of_the_truth_are_uniform_in_the_long_run(string kernel, Activation activation) => Uniform(Thorough, kernel, activation);

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(Broken))]
    public void A_broken_twin_is_rejected_in_the_long_run(string twin, Activation activation) => Rejected(Thorough, twin, activation);

    private static void Uniform(Calibration calibration, string kernel, Activation activation)
    {
        var p = calibration.PValue(Tiny(activation), context => Create(kernel, context));
        Assert.True(p > Level, FormattableString.Invariant($"p = {p}"));
    }

    private static void Rejected(Calibration calibration, string twin, Activation activation)
    {
        var p = calibration.PValue(Tiny(activation), context => Create(twin, context));
        Assert.True(p < Level, FormattableString.Invariant($"p = {p}"));
    }

    private static Network Tiny(Activation activation) => Network.FromVariances(2, 2, activation, 2, 1.5, 1, 0.05);

    private static Transition Create(string kernel, ChainContext context) => kernel switch
    {
        "hmc" => new Hmc { StepSize = 0.5 }.Create(context),
        "leapfrog" => new Hmc { StepSize = 0.4, Integrator = Integrator.Leapfrog }.Create(context),
        "mala" => new Mala { StepSize = 0.04 }.Create(context),
        "gibbs" => new BlockedGibbs().Create(context),
        "no acceptance" => new Langevin(0.04).Create(context),
        "hmc, no prior" => new HamiltonianTransition(context, new Improper(new MarginalLikelihood(context.Problem, context.Routines)), Steps(3, 0.5)),
        "mala, no prior" => new HamiltonianTransition(context, new Improper(new JointLikelihood(context.Problem, context.Routines)), Steps(1, 0.28)),
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
            FeatureLearning.Numerics.Spans.AddScaled(gradient, 1, theta);
            return value + (0.5 * FeatureLearning.Numerics.Spans.Dot(theta, theta));
        }
    }
}
