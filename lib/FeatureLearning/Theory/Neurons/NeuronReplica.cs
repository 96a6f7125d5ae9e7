using FeatureLearning.Networks;
using FeatureLearning.Sampling;

namespace FeatureLearning.Theory.Neurons;

/// <summary>
/// One replica of the Robbins–Monro iteration: particles move in the field of the running kernels, the kernels move towards the particles' averages
/// with gain 1/(t+5)^0.7; χ anneals from 1, kernels are carried over times √(χ_old/χ_new).
/// </summary>
internal sealed class NeuronReplica
{
    private const double Acceptance = 0.85;
    private readonly NeuronPoints points;
    private readonly NeuronMoments moments;
    private readonly NeuronEvaluation evaluation;
    private readonly NeuronBuffers buffers;
    private readonly NeuronBlock[] blocks;
    private readonly SingleNeuronOptions options;
    private readonly uint chain;
    private readonly bool full;
    private double angle;
    private double scaling = double.NaN; // χ of the last step
    private int rounds;

    public NeuronReplica(NeuronPoints points, NeuronPrior prior, SingleNeuronOptions options, int replica, bool full)
    {
        (this.points, this.options, this.full) = (points, options, full);
        chain = SingleNeuronStreams.Chain(replica, options.Blocks);
        moments = new NeuronMoments(points, prior);
        evaluation = new NeuronEvaluation(points);
        buffers = new NeuronBuffers(points.Rank);
        blocks = [.. Enumerable.Range(0, options.Blocks).Select(i => new NeuronBlock(points.Rank, options.Seed, chain + 1 + (uint)i))];
        angle = LongestAngle;
    }

    // All kicks together turn a quarter: an independent draw where there is no tilt.
    private double LongestAngle => Math.PI / 2 / options.Kicks;

    /// <summary>Runs the whole anneal.</summary>
    /// <param name="network">The network at its own χ.</param>
    /// <param name="kernels">K at the first χ of the anneal, in both places.</param>
    /// <param name="reached">Told of each χ, with ⟨w²⟩/λ and the acceptance there.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="ArithmeticException">The iteration ran away; the message says where.</exception>
    public NeuronRun Run(Network network, NeuronKernels kernels, Action<double, double, double> reached, CancellationToken cancellation)
    {
        foreach (var chi in ChiGrid.Geometric(network.Scaling, options.AnnealingSteps))
        {
            Step(network.AtScaling(chi), kernels, reached, cancellation);
        }

        return Finish(network, kernels, cancellation);
    }

    /// <summary>Goes on from the last network to another one.</summary>
    public NeuronRun Continue(Network network, NeuronKernels kernels, CancellationToken cancellation)
    {
        Step(network, kernels, (_, _, _) => { }, cancellation);
        return Finish(network, kernels, cancellation);
    }

    private void Step(Network there, NeuronKernels kernels, Action<double, double, double> reached, CancellationToken cancellation)
    {
        kernels.Scale(double.IsNaN(scaling) ? 1 : Math.Sqrt(scaling / there.Scaling));
        scaling = there.Scaling;
        var acceptance = 0.0;
        for (var t = 0; t < options.RoundsPerStep; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            acceptance += Round(there, kernels, t, keep: false) / options.RoundsPerStep;
        }

        reached(there.Scaling, kernels.OrderParameter(there, Field(there, kernels)), acceptance);
        if (!(acceptance > 0.02))
        {
            throw new ArithmeticException(FormattableString.Invariant($"The neurons' trajectories are all refused at χ = {there.Scaling:0.####}."));
        }
    }

    private NeuronRun Finish(Network network, NeuronKernels kernels, CancellationToken cancellation)
    {
        var forgotten = options.FinalRounds / 3;
        var kept = options.FinalRounds - forgotten;
        var average = new NeuronAverage(points, kept, kernels);
        for (var t = 0; t < options.FinalRounds; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            var keep = t >= forgotten;
            Round(network, kernels, t, keep);
            if (!keep)
            {
                continue;
            }

            average.Add(kernels, moments);
            var done = t - forgotten + 1;
            if (done * options.Snapshots / kept > (done - 1) * options.Snapshots / kept)
            {
                average.Keep(blocks);
            }
        }

        return average.Finish(network, full, rounds) ?? throw Runaway(network);
    }

    private double Round(Network network, NeuronKernels kernels, int t, bool keep)
    {
        var field = Field(network, kernels);
        moments.Clear();
        double[] jitter = [0];
        new RandomStream(options.Seed, RandomPurpose.Decision, chain, (ulong)rounds).Uniforms(jitter);
        double acceptance = 0;
        foreach (var block in blocks)
        {
            acceptance += block.Move(
                field, evaluation, buffers, (ulong)rounds, angle * (0.8 + (0.2 * jitter[0])), options.Kicks) / blocks.Length;
            moments.Add(field, block, evaluation, keep);
        }

        rounds++;
        moments.Finish(field, keep);
        angle = Math.Clamp(angle * Math.Exp(0.2 * (acceptance - Acceptance)), 1e-4, LongestAngle / 0.9);
        kernels.Approach(network, field, moments, Math.Pow(t + 5, -0.7));
        return acceptance;
    }

    private NeuronField Field(Network network, NeuronKernels kernels) => kernels.Field(network, full) is { } field
        && Array.TrueForAll(field.Mean, double.IsFinite)
        ? field
        : throw Runaway(network);

    private static ArithmeticException Runaway(Network network) => new(FormattableString.Invariant(
        $"The kernels ran away at χ = {network.Scaling:0.####}: K₁+κ or K₂+κ is not positive definite. More particles or rounds may help."));
}
