using BenchmarkDotNet.Attributes;
using FeatureLearning.Numerics;

namespace FeatureLearning.Benchmarks.Kernels;

/// <summary>The innermost product of the samplers, operands in the first-level cache: 12 rows by 128 bytes by k.</summary>
public class Panels
{
    private const int Depth = 200;

    private readonly PinnedBuffer<double> a = new(Depth * PanelTile.Rows), b = new(Depth * PanelTile.Bytes / sizeof(double)), c = new(PanelTile.Rows * PanelTile.Bytes);
    private readonly PinnedBuffer<float> singleA = new(Depth * PanelTile.Rows), singleB = new(Depth * PanelTile.Bytes / sizeof(float)), singleC = new(PanelTile.Rows * PanelTile.Bytes);

    /// <summary>Multiply-adds of a call are 12 · 16 · 200.</summary>
    [Benchmark]
    public unsafe void InDouble() => PanelTile.Multiply(Depth, a.Start, b.Start, c.Start);

    /// <summary>Multiply-adds of a call are 12 · 32 · 200.</summary>
    [Benchmark]
    public unsafe void InSingle() => PanelTile.Multiply(Depth, singleA.Start, singleB.Start, singleC.Start);
}
