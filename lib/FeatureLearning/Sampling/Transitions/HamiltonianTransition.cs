namespace FeatureLearning.Sampling;

/// <summary>Metropolis-adjusted Hamiltonian steps on any likelihood under a N(0, 1) prior: fresh momenta, a trajectory, acceptance min(1, exp(−ΔH)).</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>ε</term><description>step size: fixed, or tuned by <see cref="DualAveraging"/> while adapting</description></item>
/// <item><term>L</term><description>steps of a trajectory: round(τ(½ + u)/ε) with u uniform, between 1 and the largest allowed; 1 always for Mala</description></item>
/// </list>
/// </remarks>
internal sealed class HamiltonianTransition : Transition
{
    private const double LargestError = 1000;
    private readonly Trajectory current, proposal;
    private readonly TrajectorySettings settings;
    private readonly DualAveraging tuning;

    public HamiltonianTransition(ChainContext context, ILikelihood likelihood, TrajectorySettings settings)
        : base(context, likelihood.Dimension > context.Problem.HiddenCount)
    {
        this.settings = settings;
        (current, proposal) = (new Trajectory(likelihood, settings.Integrator), new Trajectory(likelihood, settings.Integrator));
        tuning = new DualAveraging(settings.InitialStepSize, settings.TargetAcceptance);
    }

    public override StepOutcome Step(ulong step, bool adapt)
    {
        proposal.CopyFrom(current);
        Context.Stream(RandomPurpose.HiddenNoise, step).Normals(proposal.Momentum);
        Span<double> decision = stackalloc double[2];
        Context.Stream(RandomPurpose.Decision, step).Uniforms(decision);
        var epsilon = settings.FixedStepSize ?? (adapt ? tuning.Current : tuning.Averaged);
        var steps = settings.PathLength is { } path
            ? (int)Math.Clamp(Math.Round(path * (0.5 + decision[1]) / epsilon), 1, settings.MaximumSteps)
            : 1;
        var before = proposal.Energy;
        var made = proposal.Move(epsilon, steps);
        var error = proposal.Energy - before;
        var acceptance = double.IsNaN(error) ? 0 : Math.Min(1, Math.Exp(-error));
        if (decision[0] < acceptance)
        {
            current.CopyFrom(proposal);
            current.Position.CopyTo(State, 0);
        }

        if (adapt)
        {
            tuning.Update(acceptance);
        }

        return new StepOutcome(acceptance, before, !(error < LargestError), made);
    }

    public override void Save(BinaryWriter writer)
    {
        base.Save(writer);
        tuning.Save(writer);
    }

    public override void Load(BinaryReader reader)
    {
        base.Load(reader);
        tuning.Load(reader);
    }

    protected override void Refresh()
    {
        State.CopyTo(current.Position, 0);
        current.Evaluate();
    }
}
