using System.Runtime.Intrinsics;
using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>
/// Langevin steps of a linear network: f = √λ X̃(Zu), so that the data pull on every neuron in one direction, and no product of two matrices is left.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>s</term><description>Zu, r numbers: all that the data see of the weights</description></item>
/// <item><term>c</term><description>√λ X̃ᵀ(y − √λ X̃s)/κ, by the r×r matrix X̃ᵀX̃</description></item>
/// <item><term>∂u, ∂Z</term><description>Zᵀc and cuᵀ</description></item>
/// </list>
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class LinearField<T> : LangevinField<T>
    where T : unmanaged
{
    private readonly int rank;
    private readonly double[] gram, target, sums;
    private readonly PinnedBuffer<T> parts, pull;

    public LinearField(ChainContext context, NeuronPanels<T> neurons, double hiddenStep, double readoutStep)
        : base(context, neurons, hiddenStep, readoutStep)
    {
        var (space, p) = (context.Problem.Space, context.Problem.Data.Count);
        rank = space.Rank;
        (gram, target, sums) = (new double[rank * rank], new double[rank], new double[rank]);
        context.Routines.Multiply(true, false, rank, rank, p, 1, space.Design, space.Design, 0, gram);
        context.Routines.Multiply(true, false, rank, 1, p, 1, space.Design, context.Problem.Targets, 0, target);
        (parts, pull) = (new PinnedBuffer<T>((long)neurons.Blocks * rank * Vector512<T>.Count), new PinnedBuffer<T>(rank));
    }

    private static int Lanes => NeuronPanels<T>.Lanes;

    public override void Forward(int block)
    {
        var (from, to) = Neurons.Panels(block);
        var part = Part(block);
        for (var panel = from; panel < to; panel++)
        {
            T* z = Neurons.Hidden(panel), u = Neurons.Readout(panel);
            Vector512<T> u0 = Vector512.Load(u), u1 = Vector512.Load(u + Vector512<T>.Count);
            for (var row = 0; row < rank; row++)
            {
                Collect(z + ((long)row * Lanes), u0, u1, part + ((long)row * Vector512<T>.Count));
            }
        }
    }

    public override void Gather()
    {
        Sum(parts.Start, rank, Neurons.Blocks, sums);
        var network = Context.Problem.Network;
        var scale = Math.Sqrt(network.ReadoutPriorVariance);
        for (var row = 0; row < rank; row++)
        {
            var value = (target[row] - (scale * Spans.Dot(gram.AsSpan(row * rank, rank), sums))) * (scale / network.Noise);
            pull.Span[row] = Simd.Number<T>(value);
        }
    }

    public override void Advance(int block, ulong step)
    {
        var (from, to) = Neurons.Panels(block);
        var part = Part(block);
        var stream = Context.Stream(RandomPurpose.HiddenNoise, step);
        for (var panel = from; panel < to; panel++)
        {
            MovePanel(panel, step, stream, part);
        }
    }

    private void MovePanel(int panel, ulong step, RandomStream stream, T* part)
    {
        var half = Vector512<T>.Count;
        T* z = Neurons.Hidden(panel), u = Neurons.Readout(panel);
        Vector512<T> gain = Simd.Create<T>(HiddenStep), keep = Simd.Create<T>(1 - HiddenStep);
        Vector512<T> before0 = Vector512.Load(u), before1 = Vector512.Load(u + half);
        Vector512<T> pull0 = default, pull1 = default;
        for (var row = 0; row < rank; row++)
        {
            var c = Vector512.Create(pull.Start[row]);
            pull0 = Simd.FusedMultiplyAdd(Vector512.Load(z + ((long)row * Lanes)), c, pull0);
            pull1 = Simd.FusedMultiplyAdd(Vector512.Load(z + ((long)row * Lanes) + half), c, pull1);
        }

        MoveReadout(panel, step, pull0, pull1);
        Vector512<T> u0 = Vector512.Load(u), u1 = Vector512.Load(u + half);
        var (start, stride) = Neurons.Noise(panel);
        var (left, right) = Neurons.Amplitude(panel, Math.Sqrt(2 * HiddenStep));
        for (var row = 0; row < rank; row++)
        {
            var (first, second) = stream.PanelNormals<T>(start + ((long)row * stride));
            var c = Vector512.Create(pull.Start[row]);
            Move(z, keep, gain, c * before0, c * before1, left * first, right * second);
            Collect(z, u0, u1, part + ((long)row * half));
            z += Lanes;
        }
    }

    // A block's part of s, cleared.
    private T* Part(int block)
    {
        var part = parts.Start + ((long)block * rank * Vector512<T>.Count);
        new Span<T>(part, rank * Vector512<T>.Count).Clear();
        return part;
    }

    private static void Collect(T* z, Vector512<T> u0, Vector512<T> u1, T* part) => Simd.FusedMultiplyAdd(
        Vector512.Load(z + Vector512<T>.Count), u1, Simd.FusedMultiplyAdd(Vector512.Load(z), u0, Vector512.Load(part))).Store(part);
}
