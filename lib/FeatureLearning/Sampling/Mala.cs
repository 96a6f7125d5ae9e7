namespace FeatureLearning.Sampling;

/// <summary>
/// The Metropolis-adjusted Langevin algorithm on all whitened weights: θ′ = θ + h∇log p + √(2h) ξ, accepted with the Metropolis–Hastings
/// probability. Computed as one leapfrog step of size ε = √(2h), which is the same thing.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>h</term><description><see cref="StepSize"/>, in units of the priors' variances; tuned in the warm-up if null</description></item>
/// <item><term>δ</term><description><see cref="TargetAcceptance"/>, 0.574: the optimum in high dimension</description></item>
/// </list>
/// Source: Roberts and Rosenthal, J. R. Stat. Soc. B 60, 255 (1998).
/// </remarks>
public sealed record Mala : Sampler
{
    /// <inheritdoc/>
    public override string Name => "mala";

    /// <summary>h, or null to tune it by dual averaging.</summary>
    public double? StepSize { get; init => field = value is { } given ? Positive(given, nameof(StepSize)) : null; }

    /// <summary>δ, 0.574 by default.</summary>
    public double TargetAcceptance { get; init => field = Fraction(value, nameof(TargetAcceptance)); } = 0.574;

    internal override IEnumerable<double> Settings => [StepSize ?? 0, TargetAcceptance];

    internal override Transition Create(ChainContext context) => new HamiltonianTransition(
        context, new JointLikelihood(context.Problem, context.Routines),
        new TrajectorySettings(
            Integrator.Leapfrog, null, 1, StepSize is { } h ? Math.Sqrt(2 * h) : null, 0.01, TargetAcceptance));
}
