using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>How an ensemble of networks is trained, and when it is looked at. Threads never change a number.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>η</term><description><see cref="Rate"/>, per step, dimensionless in whitened weights; gradient descent is stable below 2 over the largest curvature of E</description></item>
/// <item><term>t</term><description><see cref="Times"/>, learning rate times steps; rounded to whole steps</description></item>
/// </list>
/// </remarks>
/// <param name="Dynamics">Which rule.</param>
/// <param name="Rate">η &gt; 0.</param>
/// <param name="Times">Ascending, from 0 on; at least one.</param>
public sealed record TrainingSettings(TrainingDynamics Dynamics, double Rate, IReadOnlyList<double> Times)
{
    /// <summary>Which rule.</summary>
    public TrainingDynamics Dynamics { get; init; } = Enum.IsDefined(Dynamics)
        ? Dynamics
        : throw new ArgumentException(FormattableString.Invariant($"Dynamics must be GradientDescent or Langevin; it is {(int)Dynamics}."), nameof(Dynamics));

    /// <summary>η.</summary>
    public double Rate { get; init; } = double.IsFinite(Rate) && Rate > 0
        ? Rate
        : throw new ArgumentException(FormattableString.Invariant($"Rate must be positive and finite; it is {Rate}."), nameof(Rate));

    /// <summary>Times at which the networks are observed.</summary>
    public IReadOnlyList<double> Times { get; init; } = Ascending(Times);

    /// <summary>Independent networks, each from its own draw of the prior; 32 by default, at least 2 for error bars.</summary>
    public int Networks { get; init => field = Require.Positive(value, nameof(Networks)); } = 32;

    /// <summary>Seed of the draws of the prior and of the noise. The same seed starts both rules from the same networks.</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>Who computes.</summary>
    public LinearAlgebra Algebra { get; init; } = LinearAlgebra.Best;

    /// <summary>Networks that are trained at the same time; all processors by default.</summary>
    public int Threads { get; init => field = Require.Positive(value, nameof(Threads)); } = Environment.ProcessorCount;

    internal long StepsAt(int time) => (long)Math.Round(Times[time] / Rate);

    private static double[] Ascending(IReadOnlyList<double> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        double[] copy = [.. times];
        return copy.Length > 0 && copy.All(t => double.IsFinite(t) && t >= 0) && copy.Zip(copy.Skip(1)).All(pair => pair.First < pair.Second)
            ? copy
            : throw new ArgumentException("Times must be one or more ascending numbers, finite and not negative.", nameof(times));
    }
}
