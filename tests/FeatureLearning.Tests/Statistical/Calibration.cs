using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// Simulation-based calibration in the exact form of Gandy and Scott (arXiv:2001.06465): weights from the prior, data from the weights, the true
/// weights put at a random place of a chain that is run forwards and backwards from them. If the transition is reversible with the posterior
/// invariant, the rank of the truth is exactly uniform, however slowly the chain mixes. Talts et al., arXiv:1804.06788, for the ranks.
/// </summary>
/// <remarks>
/// HMC and MALA are reversible; so are the hidden weights of the two-block Gibbs sampler, and the statistics are functions of those: |Z|², the
/// log likelihood with the readout integrated out, and Z₁₁. Ties (rejections) are broken at random.
/// </remarks>
internal sealed record Calibration(int DataSets, int Length, int Bins, int Thinning, uint Seed)
{
    private const int Points = 6, Statistics = 3;

    /// <summary>The smallest χ² p-value of the statistics' rank histograms.</summary>
    public double PValue(Network network, Func<ChainContext, Transition> transition)
    {
        var counts = new double[Statistics, Bins];
        var inputs = new Draws(77).Matrix(Points, network.InputDimension);
        Parallel.For(0, DataSets, new ParallelOptions { MaxDegreeOfParallelism = 2 }, set =>
        {
            var ranks = Ranks(network, inputs, transition, (uint)set);
            lock (counts)
            {
                for (var s = 0; s < Statistics; s++)
                {
                    counts[s, ranks[s] * Bins / (Length + 1)]++;
                }
            }
        });
        var expected = (double)DataSets / Bins;
        return Enumerable.Range(0, Statistics).Min(s => 1 - ChiSquared.CDF(
            Bins - 1, Enumerable.Range(0, Bins).Sum(b => (counts[s, b] - expected) * (counts[s, b] - expected) / expected)));
    }

    private int[] Ranks(Network network, Matrix<double> inputs, Func<ChainContext, Transition> create, uint set)
    {
        var uniforms = new double[1 + Statistics];
        new RandomStream(Seed, RandomPurpose.Simulation, set, 1).Uniforms(uniforms);
        var truth = Truth(network, inputs, set, out var problem);
        var transition = create(new ChainContext(problem, DenseRoutines.Of(LinearAlgebra.Managed), Seed, set));
        var start = truth[..transition.State.Length];
        var reference = Describe(problem, start);
        int[] below = new int[Statistics], ties = new int[Statistics];
        var before = (int)(uniforms[0] * (Length + 1));
        ulong step = 0;
        for (var k = 0; k < Length; k++)
        {
            if (k == 0 || k == before)
            {
                transition.StartAt(start); // first the past, then the future
            }

            for (var t = 0; t < Thinning; t++)
            {
                transition.Step(step++, adapt: false);
            }

            var described = Describe(problem, transition.State);
            for (var s = 0; s < Statistics; s++)
            {
                below[s] += described[s] < reference[s] ? 1 : 0;
                ties[s] += described[s] == reference[s] ? 1 : 0;
            }
        }

        return [.. Enumerable.Range(0, Statistics).Select(s => below[s] + (int)(uniforms[1 + s] * (ties[s] + 1)))];
    }

    // (Z, u) from the prior, and the problem with its data.
    private double[] Truth(Network network, Matrix<double> inputs, uint set, out SamplingProblem problem)
    {
        var blank = new SamplingProblem(network, new DataSet(inputs, Vector<double>.Build.Dense(Points)));
        var numbers = new double[blank.HiddenCount + network.Width + Points];
        new RandomStream(Seed, RandomPurpose.Simulation, set, 0).Normals(numbers);
        var truth = numbers[..^Points];
        var readout = Vector<double>.Build.Dense(truth[blank.HiddenCount..]) * Math.Sqrt(network.ReadoutPriorVariance);
        var noise = Vector<double>.Build.Dense(numbers[^Points..]) * Math.Sqrt(network.Noise);
        problem = new SamplingProblem(network, new DataSet(inputs, (Features(blank, truth) * readout) + noise));
        return truth;
    }

    private static double[] Describe(SamplingProblem problem, double[] state)
    {
        var hidden = Vector<double>.Build.Dense(state[..problem.HiddenCount]);
        return [hidden.DotProduct(hidden), LogLikelihood(problem, state), hidden[0]];
    }

    // A twin may run away to where no matrix is positive definite.
    private static double LogLikelihood(SamplingProblem problem, double[] state)
    {
        try
        {
            return new MarginalLikelihood(problem, DenseRoutines.Of(LinearAlgebra.Managed)).Evaluate(state, new double[problem.HiddenCount]);
        }
        catch (ArithmeticException)
        {
            return double.NegativeInfinity;
        }
    }

    private static Matrix<double> Features(SamplingProblem problem, double[] state)
    {
        var (r, n) = (problem.Space.Rank, problem.Network.Width);
        var fields = Matrix<double>.Build.Dense(Points, r, problem.Space.Design) * Matrix<double>.Build.Dense(r, n, state[..(r * n)]);
        return problem.Network.Activation == Activation.Linear ? fields : fields.Map(SpecialFunctions.Erf);
    }
}
