namespace FeatureLearning.Sampling;

/// <summary>Metropolis-adjusted Hamiltonian steps on any likelihood under a N(0, 1) prior: fresh momenta, a trajectory, acceptance min(1, exp(−ΔH)).</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>ε</term><description>step size: fixed, or tuned by <see cref="DualAveraging"/> while adapting</description></item>
/// <item><term>t</term><description>length of a trajectory, τ(½ + u) with u uniform; π/2 for Mala</description></item>
/// <item><term>L</term><description>steps of a trajectory: round(t/ε), between 1 and the largest allowed; 1 always for Mala</description></item>
/// </list>
/// A tuned step is at most t long. Where the likelihood says little (much noise) any step is accepted by <see cref="Integrator.PriorRotation"/>, and tuning alone would lengthen it without
/// end: near π a rotation turns every weight to its opposite, and what is even in the weights, such as the features' norm, would stand still.
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
        var length = settings.PathLength is { } path ? path * (0.5 + decision[1]) : Math.PI / 2;
        var epsilon = settings.FixedStepSize ?? Math.Min(adapt ? tuning.Current : tuning.Averaged, length);
        var steps = settings.PathLength is null ? 1 : (int)Math.Clamp(Math.Round(length / epsilon), 1, settings.MaximumSteps);
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
