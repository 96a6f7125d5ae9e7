using FeatureLearning.Theory;
using FeatureLearning.Workbook.Commands;

namespace FeatureLearning.Workbook.Solving;

/// <summary>How much a sampled theory samples, as given on the command line; what is not given keeps the library's default.</summary>
internal sealed record SamplingParameters(int? Particles, int? Rounds, int? Replicas, int? Seed)
{
    /// <summary>The options; null for theories that do not sample.</summary>
    /// <exception cref="UsageException">An option was given to a theory that does not sample, or is outside its domain.</exception>
    public SingleNeuronOptions? Build(string theory, bool isSampled)
    {
        (string Name, int? Value, int Least)[] given =
            [("--particles", Particles, 1), ("--rounds", Rounds, 6), ("--replicas", Replicas, 1), ("--seed", Seed, 0)];
        foreach (var (name, value, least) in given.Where(one => one.Value is not null))
        {
            if (!isSampled)
            {
                throw new UsageException($"{name} is for theories that sample; {theory} does not.");
            }

            if (value < least)
            {
                throw new UsageException(FormattableString.Invariant($"{name} must be at least {least}; it is {value}."));
            }
        }

        var defaults = new SingleNeuronOptions();
        return !isSampled ? null : defaults with
        {
            Particles = Particles ?? defaults.Particles,
            FinalRounds = Rounds ?? defaults.FinalRounds,
            RoundsPerStep = Rounds is { } rounds ? Math.Max(1, rounds / 5) : defaults.RoundsPerStep,
            Replicas = Replicas ?? defaults.Replicas,
            Seed = Seed is { } seed ? (uint)seed : defaults.Seed,
        };
    }
}
