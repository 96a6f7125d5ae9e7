using BenchmarkDotNet.Attributes;
using FeatureLearning.Networks;
using FeatureLearning.Sampling;

namespace FeatureLearning.Benchmarks.Kernels;

/// <summary>φ and φ′ in double precision: one operation is one pre-activation.</summary>
public class Features
{
    private const int Count = 4096;

    private readonly double[] h = new double[Count], phi = new double[Count], derivative = new double[Count];

    [Params(Activation.Erf, Activation.Tanh, Activation.Relu)]
    public Activation Activation { get; set; }

    [GlobalSetup]
    public void Draw() => new RandomStream(1, RandomPurpose.InitialHidden, 0, 0).Normals(h);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Evaluate() => FeatureFunction.Evaluate(Activation, h, phi, derivative);
}
