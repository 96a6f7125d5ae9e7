namespace FeatureLearning.Numerics;

/// <summary>How many threads a loop may use.</summary>
internal static class Parallelism
{
    /// <summary>So many, or as many as there are processors: a parallel loop without a limit takes one more, the caller's.</summary>
    public static ParallelOptions Of(int threads = -1) => new() { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount };
}
