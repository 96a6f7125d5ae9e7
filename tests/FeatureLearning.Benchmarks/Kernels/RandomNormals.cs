using BenchmarkDotNet.Attributes;
using FeatureLearning.Sampling;

namespace FeatureLearning.Benchmarks.Kernels;

/// <summary>Philox and Box–Muller: one operation is one normal.</summary>
public class RandomNormals
{
    private const int Count = 4096;

    private readonly double[] wide = new double[Count];
    private readonly float[] narrow = new float[Count];
    private ulong step;

    [Benchmark(OperationsPerInvoke = Count)]
    public void Uniforms() => new RandomStream(1, RandomPurpose.HiddenNoise, 0, step++).Uniforms(wide);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Normals() => new RandomStream(1, RandomPurpose.HiddenNoise, 0, step++).Normals(wide);

    [Benchmark(OperationsPerInvoke = Count)]
    public void SingleNormals() => new RandomStream(1, RandomPurpose.HiddenNoise, 0, step++).Normals(narrow);
}
