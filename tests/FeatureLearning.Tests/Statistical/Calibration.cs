using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// Simulation-based calibration (Talts et al., arXiv:1804.06788): weights from the prior, data from the weights, and the rank of the true
/// weights among draws of a chain, by the exact <see cref="RankTest"/>: if the transition is reversible with the posterior invariant,
/// ranks are uniform.
/// </summary>
/// <remarks>
/// HMC and MALA are reversible; so are the hidden weights of the two-block Gibbs sampler, and the statistics are functions of those:
/// |Z|², the log likelihood with the readout integrated out, and Z₁₁.
/// </remarks>
internal static class Calibration
{
    private const int Statistics = 3;

    /// <summary>The smallest χ² p-value of the statistics' rank histograms.</summary>
    public static double PValue(RankTest test, Network network, Func<ChainContext, Transition> create)
    {
        var model = new GenerativeModel(network);
        return test.PValue(Statistics, set =>
        {
            var truth = model.Weights(new RandomStream(test.Seed, RandomPurpose.Simulation, set, 0));
            var problem = model.Problem(model.Labels(truth, new RandomStream(test.Seed, RandomPurpose.Simulation, set, 1)));
            var transition = create(new ChainContext(problem, DenseRoutines.Of(LinearAlgebra.Managed), test.Seed, set));
            var likelihood = new MarginalLikelihood(problem, DenseRoutines.Of(LinearAlgebra.Managed));
            var gradient = new double[problem.HiddenCount];
            return new Trial(transition, truth[..transition.State.Length], state =>
            {
                var hidden = Vector<double>.Build.Dense(state[..problem.HiddenCount]);
                return [hidden.DotProduct(hidden), LogLikelihood(likelihood, state, gradient), hidden[0]];
            });
        });
    }

    // A twin may run away to where no matrix is positive definite.
    private static double LogLikelihood(MarginalLikelihood likelihood, double[] state, double[] gradient)
    {
        try
        {
            return likelihood.Evaluate(state, gradient);
        }
        catch (ArithmeticException)
        {
            return double.NegativeInfinity;
        }
    }
}
