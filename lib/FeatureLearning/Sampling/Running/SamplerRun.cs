using System.Diagnostics;
using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>Runs chains in parallel; the draws depend on problem, sampler and seed, never on threads, order or interruptions.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>chain c, step t</term><description>take the random numbers of counter (·, c, t) only</description></item>
/// </list>
/// </remarks>
public static class SamplerRun
{
    /// <summary>Samples.</summary>
    /// <param name="problem">What.</param>
    /// <param name="sampler">How.</param>
    /// <param name="settings">How long, on what.</param>
    /// <param name="progress">Told a few times a second, or null.</param>
    /// <param name="cancellation">Ends the run after the current steps; what was drawn is returned, marked partial, and is in the checkpoint.</param>
    /// <returns>The sampled posterior.</returns>
    /// <exception cref="ArgumentException">The sampler does not sample this network.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is not one, is truncated or corrupt, or of another configuration.</exception>
    /// <exception cref="IOException">The checkpoint cannot be read or written, or exists and was not to be resumed.</exception>
    public static SampledPosterior Run(
        SamplingProblem problem, Sampler sampler, RunSettings settings, IProgress<SamplingProgress>? progress = null, CancellationToken cancellation = default) =>
        Run(problem, sampler, settings, progress, static () => { }, cancellation);

    /// <summary>A hash of everything that the draws depend on, but for the code that makes them.</summary>
    internal static byte[] Identity(SamplingProblem problem, Sampler sampler, RunSettings settings)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(sampler);
        return Configuration.Hash(problem, sampler, settings, "");
    }

    /// <summary>Samples, with a call after each step of any chain.</summary>
    internal static SampledPosterior Run(
        SamplingProblem problem, Sampler sampler, RunSettings settings, IProgress<SamplingProgress>? progress, Action afterStep, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(sampler);
        ArgumentNullException.ThrowIfNull(settings);
        var routines = DenseRoutines.Of(settings.Algebra);
        using var limit = routines.LimitThreads(settings.BlasThreads);
        var layout = new ObservationLayout(problem);
        var checkpoint = settings.Checkpoint is { } path
            ? new Checkpoint(path, Configuration.Hash(problem, sampler, settings, settings.CheckpointLabel), settings.Chains)
            : null;
        var snapshots = Snapshots(settings, checkpoint);
        var share = Math.Max(1, settings.Threads / settings.Chains);
        SamplingChain[] chains = [.. Enumerable.Range(0, settings.Chains).Select(c => StartChain(
            new SamplingChain(new ChainContext(problem, routines, settings.Seed, (uint)c) { Threads = share }, sampler, settings, layout), snapshots?[c]))];
        var before = chains.Sum(chain => chain.Steps);
        var meter = new ProgressMeter(progress, before, chains.Sum(chain => chain.Total));
        var start = Stopwatch.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads };
        Parallel.For(0, chains.Length, parallel, c => RunChain(chains[c], c, settings, checkpoint, meter.Count + afterStep, cancellation));
        meter.Finish();
        return new SampledPosterior(problem, sampler, settings, layout, chains, before, Stopwatch.GetElapsedTime(start));
    }

    private static SamplingChain StartChain(SamplingChain chain, byte[]? snapshot)
    {
        if (snapshot is { Length: > 0 })
        {
            chain.Load(snapshot);
        }

        return chain;
    }

    private static IReadOnlyList<byte[]>? Snapshots(RunSettings settings, Checkpoint? checkpoint)
    {
        if (checkpoint is null)
        {
            return settings.Resume ? throw new ArgumentException("To resume, name the checkpoint.", nameof(settings)) : null;
        }

        if (settings.Resume)
        {
            return checkpoint.Read();
        }

        return File.Exists(settings.Checkpoint)
            ? throw new IOException($"{settings.Checkpoint} exists: resume it, or remove it to start again.")
            : null;
    }

    private static void RunChain(
        SamplingChain chain, int index, RunSettings settings, Checkpoint? checkpoint, Action afterStep, CancellationToken cancellation)
    {
        var last = Stopwatch.GetTimestamp();
        while (!chain.IsFinished && !cancellation.IsCancellationRequested)
        {
            chain.Advance();
            afterStep();
            if (checkpoint is not null && Stopwatch.GetElapsedTime(last) >= settings.CheckpointInterval)
            {
                checkpoint.Update(index, chain.Save());
                last = Stopwatch.GetTimestamp();
            }
        }

        checkpoint?.Update(index, chain.Save());
    }
}
