using FeatureLearning.Kernels;

namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>The conditions that chains meet before a figure shows their means as results. A diagnostic that is NaN fails.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>R̂</term><description>at most <see cref="LargestRHat"/>, 1.01</description></item>
/// <item><term>ESS</term><description>of bulk and tail at least <see cref="LeastEss"/>, 400 in all chains together</description></item>
/// <item><term>MCSE/g</term><description>at most <see cref="LargestErrorOverGap"/>, 0.1, where a gap g is stated; dimensionless</description></item>
/// <item><term>g</term><description>smallest difference that the figure claims to see, in the draws' units</description></item>
/// </list>
/// Source of the limits on R̂ and ESS: Vehtari et al., Bayesian Analysis 16 (2021) 667, section 4. A tenth of the gap is our choice: it
/// puts the claim ten standard errors away from chance.
/// </remarks>
public sealed record PublicationGate
{
    /// <summary>The gate with the limits above.</summary>
    public static PublicationGate Default { get; } = new();

    /// <summary>Largest R̂.</summary>
    public double LargestRHat { get; init; } = 1.01;

    /// <summary>Least ESS of bulk and tail.</summary>
    public double LeastEss { get; init; } = 400;

    /// <summary>Largest MCSE of the mean in units of the gap.</summary>
    public double LargestErrorOverGap { get; init; } = 0.1;

    /// <summary>Checks the draws of one scalar.</summary>
    /// <param name="diagnostics">What the draws say.</param>
    /// <param name="gap">g ≥ 0, or null where no difference is claimed.</param>
    /// <exception cref="ArgumentException">The gap is negative or not finite.</exception>
    public GateVerdict Check(ChainDiagnostics diagnostics, double? gap = null)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        return new GateVerdict([.. Reasons(diagnostics, gap is { } value ? Require.NotNegative(value, nameof(gap)) : null)]);
    }

    /// <summary>Checks several scalars; every reason begins with the scalar's name. Nothing to check does not pass.</summary>
    /// <param name="diagnostics">Names and what the draws say.</param>
    /// <param name="gap">g ≥ 0, one for all, or null where no difference is claimed.</param>
    /// <exception cref="ArgumentException">The gap is negative or not finite.</exception>
    public GateVerdict Check(IReadOnlyCollection<KeyValuePair<string, ChainDiagnostics>> diagnostics, double? gap = null)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        return diagnostics.Count == 0
            ? new GateVerdict(["there are no draws"])
            : new GateVerdict([.. diagnostics.SelectMany(pair => Check(pair.Value, gap).Reasons.Select(reason => $"{pair.Key}: {reason}"))]);
    }

    /// <summary>
    /// Checks a sampled posterior: the traces of all its scalars, or of those named. Of odd activations <see cref="SampledScalar.ReadoutMean"/> is left
    /// out unless it is named: its mean is zero, since (v, w) → (−v, −w) of one neuron changes no network, and nothing else depends on such signs,
    /// which chains turn slowly.
    /// </summary>
    /// <param name="sampled">What was sampled; a run without numbers, or one that was interrupted, does not pass.</param>
    /// <param name="scalars">Which traces the figure depends on; all when none is named.</param>
    public GateVerdict Check(SampledPosterior sampled, params SampledScalar[] scalars)
    {
        ArgumentNullException.ThrowIfNull(sampled);
        ArgumentNullException.ThrowIfNull(scalars);
        if (sampled.Status != SamplingStatus.Complete)
        {
            return new GateVerdict([sampled.Message.Length > 0 ? sampled.Message : "the sampling was interrupted"]);
        }

        var isOdd = !PriorKernel.Of(sampled.Problem.Network.Activation).HasMean;
        SampledScalar[] wanted = scalars.Length > 0 ? scalars : [.. Enum.GetValues<SampledScalar>().Where(scalar =>
            (scalar != SampledScalar.TestLoss || sampled.Problem.TestTargets is not null) && (scalar != SampledScalar.ReadoutMean || !isOdd))];
        return Check([.. wanted.Select(scalar => KeyValuePair.Create(scalar.ToString(), ChainDiagnostics.Of(sampled.Traces(scalar))))]);
    }

    private IEnumerable<string> Reasons(ChainDiagnostics diagnostics, double? gap)
    {
        if (diagnostics.Reason.Length > 0)
        {
            yield return diagnostics.Reason;
            yield break;
        }

        // Written so that NaN fails.
        if (!(diagnostics.RHat <= LargestRHat))
        {
            yield return FormattableString.Invariant($"R̂ = {diagnostics.RHat:0.000} is above {LargestRHat}");
        }

        if (!(diagnostics.EssBulk >= LeastEss))
        {
            yield return FormattableString.Invariant($"bulk ESS = {diagnostics.EssBulk:0} is below {LeastEss}");
        }

        if (!(diagnostics.EssTail >= LeastEss))
        {
            yield return FormattableString.Invariant($"tail ESS = {diagnostics.EssTail:0} is below {LeastEss}");
        }

        if (gap is { } difference && !(diagnostics.McseMean <= LargestErrorOverGap * difference))
        {
            yield return FormattableString.Invariant(
                $"MCSE = {diagnostics.McseMean:0.0e+0} is above {LargestErrorOverGap} of the gap {difference:0.0e+0}");
        }
    }
}
