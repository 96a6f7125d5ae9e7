using System.Runtime.Intrinsics;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>
/// Langevin steps of a network with features: two products with X̃, one tile of registers at a time, with φ, φ′, f, the drift and the noise computed on the tile before it
/// leaves the cache.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Φ, Φ′</term><description>features and their derivatives, in panels of neurons, one row a training point</description></item>
/// <item><term>δ</term><description>√λ (y − f)/κ, f = √λ Φu</description></item>
/// <item><term>∂u, ∂Z</term><description>Φᵀδ and X̃ᵀ(δuᵀ ∘ Φ′)</description></item>
/// </list>
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class FeatureField<T> : LangevinField<T>
    where T : unmanaged
{
    private readonly Activation activation;
    private readonly PackedRows<T> design, transposed;
    private readonly PinnedBuffer<T> features, slopes, outputs, delta;
    private readonly double[] sums;
    private readonly int points, rows;

    public FeatureField(ChainContext context, NeuronPanels<T> neurons, double hiddenStep, double readoutStep)
        : base(context, neurons, hiddenStep, readoutStep)
    {
        var space = context.Problem.Space;
        (activation, points) = (context.Problem.Network.Activation, space.Train);
        (design, transposed) = (space.Packed<T>(), space.PackedTranspose<T>());
        rows = design.Panels * PanelTile.Rows;
        var size = (long)rows * neurons.Count * NeuronPanels<T>.Lanes;
        (features, slopes) = (new PinnedBuffer<T>(size), new PinnedBuffer<T>(size));
        (outputs, delta) = (new PinnedBuffer<T>((long)neurons.Blocks * rows * Vector512<T>.Count), new PinnedBuffer<T>(rows));
        sums = new double[rows];
    }

    private static int Lanes => NeuronPanels<T>.Lanes;

    public override void Forward(int block)
    {
        var (from, to) = Neurons.Panels(block);
        var output = outputs.Start + ((long)block * rows * Vector512<T>.Count);
        new Span<T>(output, rows * Vector512<T>.Count).Clear();
        T* tile = stackalloc T[PanelTile.Rows * Lanes];
        for (var i = 0; i < design.Panels; i++)
        {
            for (var panel = from; panel < to; panel++)
            {
                design.Multiply(i, Neurons.Hidden(panel), tile);
                Activate(tile, panel, i * PanelTile.Rows, output + ((long)i * PanelTile.Rows * Vector512<T>.Count));
            }
        }
    }

    public override void Gather()
    {
        Sum(outputs.Start, rows, Neurons.Blocks, sums);
        var network = Context.Problem.Network;
        var scale = Math.Sqrt(network.ReadoutPriorVariance);
        for (var point = 0; point < points; point++) // rows that fill the last panel up keep δ = 0
        {
            var value = (Context.Problem.Targets[point] - (scale * sums[point])) * (scale / network.Noise);
            delta.Span[point] = Simd.Number<T>(value);
        }
    }

    public override void Advance(int block, ulong step)
    {
        var (from, to) = Neurons.Panels(block);
        for (var panel = from; panel < to; panel++)
        {
            Backward(panel, step);
        }

        var stream = Context.Stream(RandomPurpose.HiddenNoise, step);
        T* tile = stackalloc T[PanelTile.Rows * Lanes];
        for (var i = 0; i < transposed.Panels; i++)
        {
            for (var panel = from; panel < to; panel++)
            {
                transposed.Multiply(i, slopes.Start + ((long)panel * rows * Lanes), tile);
                MoveHidden(tile, panel, i * PanelTile.Rows, stream);
            }
        }

        Forward(block);
    }

    // φ and φ′ of a tile, and its part of f.
    private void Activate(T* tile, int panel, int row, T* output)
    {
        var half = Vector512<T>.Count;
        var at = (((long)panel * rows) + row) * Lanes;
        T* phi = features.Start + at, slope = slopes.Start + at, u = Neurons.Readout(panel);
        Vector512<T> left = Vector512.Load(u), right = Vector512.Load(u + half);
        for (var i = 0; i < PanelTile.Rows; i++)
        {
            var (f0, d0) = FeatureFunction.Of(activation, Vector512.Load(tile));
            var (f1, d1) = FeatureFunction.Of(activation, Vector512.Load(tile + half));
            f0.Store(phi);
            f1.Store(phi + half);
            d0.Store(slope);
            d1.Store(slope + half);
            Simd.FusedMultiplyAdd(f0, left, Simd.FusedMultiplyAdd(f1, right, Vector512.Load(output))).Store(output);
            tile += Lanes;
            phi += Lanes;
            slope += Lanes;
            output += half;
        }
    }

    // Φ′ ← δuᵀ ∘ Φ′, and the readout moves.
    private void Backward(int panel, ulong step)
    {
        var half = Vector512<T>.Count;
        T* phi = features.Start + ((long)panel * rows * Lanes), slope = slopes.Start + ((long)panel * rows * Lanes);
        Vector512<T> u0 = Vector512.Load(Neurons.Readout(panel)), u1 = Vector512.Load(Neurons.Readout(panel) + half);
        Vector512<T> pull0 = default, pull1 = default;
        for (var point = 0; point < points; point++)
        {
            var d = Vector512.Create(delta.Start[point]);
            pull0 = Simd.FusedMultiplyAdd(Vector512.Load(phi), d, pull0);
            pull1 = Simd.FusedMultiplyAdd(Vector512.Load(phi + half), d, pull1);
            (Vector512.Load(slope) * (d * u0)).Store(slope);
            (Vector512.Load(slope + half) * (d * u1)).Store(slope + half);
            phi += Lanes;
            slope += Lanes;
        }

        MoveReadout(panel, step, pull0, pull1);
    }

    private void MoveHidden(T* tile, int panel, int row, RandomStream stream)
    {
        var half = Vector512<T>.Count;
        var (start, stride) = Neurons.Noise(panel);
        var (left, right) = Neurons.Amplitude(panel, Math.Sqrt(2 * HiddenStep));
        Vector512<T> keep = Simd.Create<T>(1 - HiddenStep), gain = Simd.Create<T>(HiddenStep);
        var z = Neurons.Hidden(panel) + ((long)row * Lanes);
        var end = Math.Min(row + PanelTile.Rows, transposed.Rows);
        for (; row < end; row++)
        {
            var (first, second) = stream.PanelNormals<T>(start + ((long)row * stride));
            Move(z, keep, gain, Vector512.Load(tile), Vector512.Load(tile + half), left * first, right * second);
            tile += Lanes;
            z += Lanes;
        }
    }
}
