using FeatureLearning.Networks;
using FeatureLearning.Sampling;
using FeatureLearning.Sampling.Diagnostics;

namespace FeatureLearning.Tests.Sampling;

/// <summary>What tuning does to the step size of Hamiltonian Monte Carlo.</summary>
public class StepTuningTests
{
    /// <summary>
    /// With much noise the posterior is nearly the prior, on which a rotation of any length is accepted. Draws of a trajectory of a time between ½ and 3/2 forget an even function of the weights
    /// by cos², to 0.31 on average: some 2000 effective ones of 4000. A step that tuning may lengthen beyond the trajectory left 500 to 800.
    /// </summary>
    [Theory]
    [InlineData(1, 10.0)]
    [InlineData(2, 100.0)]
    public void A_posterior_close_to_the_prior_is_sampled_well(uint seed, double kappa)
    {
        var draws = new Draws(31);
        var problem = new SamplingProblem(Network.FromVariances(40, 10, Activation.Erf, 1, 1, 1, kappa), draws.Data(25, 10), draws.Matrix(5, 10), draws.Vector(5));
        var sampled = SamplerRun.Run(problem, new Hmc(), new RunSettings { Chains = 4, Warmup = 1000, Draws = 1000, Batches = 10, Seed = seed, Threads = 2 });
        Assert.All(Enum.GetValues<SampledScalar>(), scalar => Assert.InRange(EffectiveSampleSize.Bulk(sampled.Traces(scalar)), 1000, 40_000));
    }
}
