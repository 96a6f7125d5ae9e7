using FeatureLearning.Networks;

namespace FeatureLearning.Sampling;

/// <summary>Unadjusted Langevin steps on all weights, with one step size a layer; see <see cref="Langevin"/>.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>θ</term><description>kept in <see cref="NeuronPanels{T}"/>; the double-precision state is written when somebody looks</description></item>
/// </list>
/// Nothing is allocated in a step on one thread.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class LangevinTransition<T> : Transition
    where T : unmanaged
{
    private readonly NeuronPanels<T> neurons;
    private readonly LangevinField<T> field;
    private readonly ParallelOptions threads;
    private bool isPublished;

    public LangevinTransition(ChainContext context, double hiddenStep, double readoutStep)
        : base(context, hasReadout: true)
    {
        var network = context.Problem.Network;
        neurons = new NeuronPanels<T>(context.Problem.Space.Rank, network.Width);
        field = network.Activation == Activation.Linear
            ? new LinearField<T>(context, neurons, hiddenStep, readoutStep)
            : new FeatureField<T>(context, neurons, hiddenStep, readoutStep);
        threads = new ParallelOptions { MaxDegreeOfParallelism = context.Threads };
    }

    /// <summary>The readout's own bias is part of what unadjusted steps sample.</summary>
    public override bool ObservesReadout => true;

    public override bool IsFinite => neurons.IsFinite;

    public override StepOutcome Step(ulong step, bool adapt)
    {
        isPublished = false;
        field.Gather();
        if (threads.MaxDegreeOfParallelism == 1)
        {
            for (var block = 0; block < neurons.Blocks; block++)
            {
                field.Advance(block, step);
            }
        }
        else
        {
            Parallel.For(0, neurons.Blocks, threads, block => field.Advance(block, step));
        }

        return new StepOutcome(1, double.NaN, !neurons.IsFinite, 1);
    }

    protected override void Publish(double[] target)
    {
        if (!isPublished)
        {
            neurons.Unpack(Hidden, Readout);
            isPublished = true;
        }
    }

    protected override void Refresh()
    {
        neurons.Pack(Hidden, Readout);
        isPublished = false;
        for (var block = 0; block < neurons.Blocks; block++)
        {
            field.Forward(block);
        }
    }
}
