using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// The joint-distribution test (Geweke, J. Am. Stat. Assoc. 99, 799 (2004)) with independent replicas, as Gandy and Scott
/// (arXiv:2001.06465) ask for, so that its false-alarm rate is known: weights from the prior and data from the weights, then in turn a
/// step of the sampler given the data and new data given the weights, a step last. If the step leaves the posterior invariant, weights
/// and data at the end are again a draw of their joint law, whether the step is reversible or not, and are compared with as many direct
/// draws by the two-sample test of Kolmogorov and Smirnov.
/// </summary>
/// <remarks>
/// Statistics: |Z|², Z₁₁, |y|², |Φᵀy|², yᵀ(λΦΦᵀ + κ)⁻¹y, and |u|², yᵀΦu and ‖y − f‖² where the chain keeps a readout. The p-value is
/// Bonferroni's over them.
/// </remarks>
internal sealed record JointDistribution(int Replicas, int Length, uint Seed)
{
    public double PValue(Network network, Func<ChainContext, Transition> create)
    {
        var model = new GenerativeModel(network);
        return PValue(
            (chain, length) =>
            {
                var stream = new RandomStream(Seed, RandomPurpose.Simulation, chain, 0);
                var weights = model.Weights(stream);
                var labels = model.Labels(weights, stream with { Step = 1 });
                for (var l = 0; l < length; l++)
                {
                    labels = l == 0 ? labels : model.Labels(weights, stream with { Step = (ulong)l + 1 });
                    var transition = create(new ChainContext(model.Problem(labels), DenseRoutines.Of(LinearAlgebra.Managed), Seed, chain));
                    transition.StartAt(weights.AsSpan(0, transition.State.Length));
                    transition.Step((ulong)l, adapt: false);
                    weights = transition.State;
                }

                return Describe(model, weights, labels);
            });
    }

    /// <summary>
    /// From what a replica looks like after so many steps, 0 for a direct draw; replicas are told apart by their numbers.
    /// </summary>
    public double PValue(Func<uint, int, double[]> replica)
    {
        double[][] Draw(int first, int length) =>
            [.. ParallelEnumerable.Range(first, Replicas).AsOrdered().WithDegreeOfParallelism(2).Select(r => replica((uint)r, length))];
        double[][] direct = Draw(0, 0), walked = Draw(Replicas, Length);
        var statistics = walked[0].Length;
        return Math.Min(1, statistics * Enumerable.Range(0, statistics).Min(
            s => KolmogorovSmirnov.PValue([.. direct.Select(d => d[s])], [.. walked.Select(d => d[s])])));
    }

    private static double[] Describe(GenerativeModel model, double[] weights, Vector<double> labels)
    {
        var (features, network) = (model.Features(weights), model.Network);
        var (hidden, pulled) = (Vector<double>.Build.Dense(weights[..model.HiddenCount]), features.TransposeThisAndMultiply(labels));
        var marginal = (network.ReadoutPriorVariance * features.TransposeAndMultiply(features))
            + (network.Noise * Matrix<double>.Build.DenseIdentity(model.Points));
        double[] described =
        [
            hidden.DotProduct(hidden), hidden[0], labels.DotProduct(labels), pulled.DotProduct(pulled), labels.DotProduct(marginal.Solve(labels)),
        ];
        if (weights.Length == model.HiddenCount)
        {
            return described;
        }

        var readout = Vector<double>.Build.Dense(weights[model.HiddenCount..]);
        var residual = labels - (Math.Sqrt(network.ReadoutPriorVariance) * features * readout);
        return [.. described, readout.DotProduct(readout), pulled.DotProduct(readout), residual.DotProduct(residual)];
    }
}
