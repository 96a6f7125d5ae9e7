namespace FeatureLearning.Sampling;

/// <summary>A Markov transition of one chain: its state, and a step that leaves the posterior (or, for Langevin, its discretisation) invariant.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>θ</term><description>whitened hidden weights Z, r×N, then, where the chain keeps a readout, u = w/√λ, N numbers</description></item>
/// </list>
/// The state may be written to between steps by <see cref="StartAt"/> only.
/// </remarks>
internal abstract class Transition
{
    private readonly double[] state;

    protected Transition(ChainContext context, bool hasReadout)
    {
        (Context, HasReadout) = (context, hasReadout);
        state = new double[context.Problem.HiddenCount + (hasReadout ? context.Problem.Network.Width : 0)];
    }

    /// <summary>θ, as it is after the last step.</summary>
    public double[] State
    {
        get
        {
            Publish(state);
            return state;
        }
    }

    /// <summary>Whether θ can still be right: one weight that is not finite reaches all within a step or two.</summary>
    public virtual bool IsFinite => double.IsFinite(state[^1]);

    /// <summary>Whether θ has a readout, or it is integrated out.</summary>
    public bool HasReadout { get; }

    /// <summary>
    /// Whether draws are observed with their own readout. Where the posterior is sampled exactly they are not: the conditional mean given the
    /// hidden weights has the same expectation and less noise.
    /// </summary>
    public virtual bool ObservesReadout => false;

    protected ChainContext Context { get; }

    protected Span<double> Hidden => state.AsSpan(0, Context.Problem.HiddenCount);

    protected Span<double> Readout => state.AsSpan(Context.Problem.HiddenCount);

    /// <summary>Starts from a draw of the prior.</summary>
    public void Start()
    {
        Context.Stream(RandomPurpose.InitialHidden, 0).Normals(Hidden);
        Context.Stream(RandomPurpose.InitialReadout, 0).Normals(Readout);
        Refresh();
    }

    /// <summary>Starts from a given state.</summary>
    public void StartAt(ReadOnlySpan<double> start)
    {
        start.CopyTo(state);
        Refresh();
    }

    /// <summary>One step.</summary>
    /// <param name="step">Its number: what its random numbers depend on.</param>
    /// <param name="adapt">Whether step sizes are tuned.</param>
    public abstract StepOutcome Step(ulong step, bool adapt);

    /// <summary>Writes everything that later steps depend on.</summary>
    public virtual void Save(BinaryWriter writer) => Numbers.Write(writer, State);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public virtual void Load(BinaryReader reader)
    {
        Numbers.Read(reader, state);
        Refresh();
    }

    /// <summary>Brings θ up to date, where steps work on another form of it.</summary>
    protected virtual void Publish(double[] target)
    {
    }

    /// <summary>Recomputes what is cached about the state.</summary>
    protected virtual void Refresh()
    {
    }
}
