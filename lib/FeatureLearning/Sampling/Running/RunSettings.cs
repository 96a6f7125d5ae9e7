using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>How long and on what a sampler runs. Only the first group changes the draws.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Group</term><description>Settings</description></listheader>
/// <item><term>draws</term><description><see cref="Chains"/>, <see cref="Warmup"/>, <see cref="Draws"/>, <see cref="Thinning"/>,
/// <see cref="Seed"/>, <see cref="Batches"/>, <see cref="Algebra"/></description></item>
/// <item><term>how</term><description><see cref="Threads"/>, <see cref="BlasThreads"/>, checkpoints</description></item>
/// </list>
/// </remarks>
public sealed record RunSettings
{
    private const int MostDraws = 100_000_000;

    /// <summary>Independent chains, 4 by default.</summary>
    public int Chains { get; init => field = Require.Positive(value, nameof(Chains)); } = 4;

    /// <summary>Steps of each chain that are not recorded and in which step sizes are tuned; 500 by default.</summary>
    public int Warmup { get; init => field = (int)Require.NotNegative(value, nameof(Warmup)); } = 500;

    /// <summary>Recorded draws of each chain, 1000 by default; at most 100 million, 6.4 GB of traces a chain.</summary>
    public int Draws
    {
        get;
        init => field = Require.Positive(value, nameof(Draws)) <= MostDraws ? value : throw new ArgumentException(FormattableString.Invariant(
            $"Draws must be at most {MostDraws}; it is {value}. Thin instead."), nameof(Draws));
    } = 1000;

    /// <summary>Steps from one recorded draw to the next, 1 by default.</summary>
    public int Thinning { get; init => field = Require.Positive(value, nameof(Thinning)); } = 1;

    /// <summary>Seed of all random numbers.</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>
    /// Batches of each chain for standard errors, 20 by default: 80 over four chains give an error of an error of 8 %. A batch must be
    /// long against the correlation time in draws, or errors come out too small: the trace diagnostics tell. With fewer draws than
    /// batches, each draw is a batch.
    /// </summary>
    public int Batches { get; init => field = Require.Positive(value, nameof(Batches)); } = 20;

    /// <summary>Who computes; part of the configuration, since roundings differ.</summary>
    public LinearAlgebra Algebra { get; init; } = LinearAlgebra.Best;

    /// <summary>
    /// Chains that run at the same time; all processors by default. Threads beyond the chains work inside them, where a sampler can: Langevin does.
    /// Many chains with one BLAS thread each are the fast choice: two at a time with one thread each made 1.2 to 1.4 times as many gradients
    /// a second as one at a time with two at (N, P) = (200, 80), and 1.7 to 2.2 times at (1000, 300) (erf, HMC, OpenBLAS, two cores that were
    /// shared). Chains share nothing; the threads of one product wait for each other.
    /// </summary>
    public int Threads { get; init => field = Require.Positive(value, nameof(Threads)); } = Environment.ProcessorCount;

    /// <summary>
    /// Threads of the native library for one product, 1 by default; more can change roundings. It is a setting of the whole process.
    /// </summary>
    public int BlasThreads { get; init => field = Require.Positive(value, nameof(BlasThreads)); } = 1;

    /// <summary>File for checkpoints, or null.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>What else the draws depend on, for example the version of the program: a checkpoint under another label is refused.</summary>
    public string CheckpointLabel { get; init; } = "";

    /// <summary>Time between checkpoints, 5 s by default.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether to go on from the checkpoint; without it, an existing checkpoint is refused rather than overwritten.</summary>
    public bool Resume { get; init; }
}
