using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>What one chain works with; its random numbers depend on seed and chain only.</summary>
internal sealed record ChainContext(SamplingProblem Problem, DenseRoutines Routines, uint Seed, uint Chain)
{
    public RandomStream Stream(RandomPurpose purpose, ulong step) => new(Seed, purpose, Chain, step);
}
