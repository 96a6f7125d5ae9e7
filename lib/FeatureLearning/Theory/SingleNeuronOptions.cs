using FeatureLearning.Numerics;

namespace FeatureLearning.Theory;

/// <summary>How much a single-neuron theory samples, and from which seed.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>M</term><description><see cref="Particles"/>, neurons of a replica; rounded up to a multiple of 64</description></item>
/// <item><term>R</term><description><see cref="Replicas"/>, independent solutions whose spread is the error bar</description></item>
/// <item><term>χ</term><description>annealed on a geometric grid of <see cref="AnnealingSteps"/> from 1 to the network's, κχ constant</description></item>
/// </list>
/// The result depends on everything here but <see cref="Parallelism"/>.
/// </remarks>
public sealed record SingleNeuronOptions
{
    /// <summary>M ≥ 1.</summary>
    public int Particles { get; init; } = 512;

    /// <summary>R ≥ 1; an error bar needs 2.</summary>
    public int Replicas { get; init; } = 4;

    /// <summary>Values of χ on the way, at least 1.</summary>
    public int AnnealingSteps { get; init; } = 25;

    /// <summary>Rounds at each χ on the way, at least 1.</summary>
    public int RoundsPerStep { get; init; } = 60;

    /// <summary>Rounds at the network's own χ, at least 6; the first third is forgotten.</summary>
    public int FinalRounds { get; init; } = 300;

    /// <summary>Kicks of a Hamiltonian trajectory, at least 1.</summary>
    public int Kicks { get; init; } = 4;

    /// <summary>How many of the last rounds leave their neurons for predictions on other points, at least 1.</summary>
    public int Snapshots { get; init; } = 48;

    /// <summary>Seed of all random numbers.</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>Threads; each replica is one thread's work at a time. −1 for one a processor.</summary>
    public int Parallelism { get; init; } = -1;

    internal int Blocks => (Particles + BlockProducts.Width - 1) / BlockProducts.Width;

    internal void Check()
    {
        Require.Positive(Particles, nameof(Particles));
        Require.Positive(Replicas, nameof(Replicas));
        Require.Positive(AnnealingSteps, nameof(AnnealingSteps));
        Require.Positive(RoundsPerStep, nameof(RoundsPerStep));
        Require.Positive(Kicks, nameof(Kicks));
        Require.Positive(Snapshots, nameof(Snapshots));
        if (FinalRounds < 6)
        {
            throw new ArgumentException(FormattableString.Invariant($"FinalRounds must be at least 6; it is {FinalRounds}."), nameof(FinalRounds));
        }

        if (Parallelism is 0 or < -1)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Parallelism must be positive, or −1; it is {Parallelism}."), nameof(Parallelism));
        }
    }
}
