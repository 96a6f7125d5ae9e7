using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>What one chain works with; its random numbers depend on seed and chain only.</summary>
internal sealed record ChainContext(SamplingProblem Problem, DenseRoutines Routines, uint Seed, uint Chain)
{
    /// <summary>Threads that the chain may use; they never change its draws.</summary>
    public int Threads { get; init; } = 1;

    public RandomStream Stream(RandomPurpose purpose, ulong step) => new(Seed, purpose, Chain, step);
}
