using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>
/// What a Langevin step does to a block of neurons. The order is <see cref="Gather"/>, then <see cref="Advance"/> for every block: it moves the block's weights and at once
/// computes what the next step has to know of them, while they are in the cache; one pass over the weights a step, one meeting of the threads.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>θ′</term><description>(1 − h)θ + h ∂ log p(y|θ) + √(2h) ξ</description></item>
/// <item><term>u, Z</term><description>readout and hidden weights, each with its h</description></item>
/// </list>
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal abstract unsafe class LangevinField<T>(ChainContext context, NeuronPanels<T> neurons, double hiddenStep, double readoutStep)
    where T : unmanaged
{
    protected ChainContext Context { get; } = context;

    protected NeuronPanels<T> Neurons { get; } = neurons;

    protected double HiddenStep { get; } = hiddenStep;

    /// <summary>What the next step has to know of a block.</summary>
    public abstract void Forward(int block);

    /// <summary>Puts the blocks' parts together: the residual, or its pull on the weights.</summary>
    public abstract void Gather();

    /// <summary>Moves a block, and goes forward.</summary>
    public abstract void Advance(int block, ulong step);

    /// <summary>Moves the readout weights of a panel, given ∂ log p(y|θ)/∂u.</summary>
    protected void MoveReadout(int panel, ulong step, Vector512<T> slopeLeft, Vector512<T> slopeRight)
    {
        Vector512<T> keep = Simd.Create<T>(1 - readoutStep), gain = Simd.Create<T>(readoutStep);
        var (left, right) = Neurons.Amplitude(panel, Math.Sqrt(2 * readoutStep));
        var (first, second) = Context.Stream(RandomPurpose.ReadoutNoise, step).PanelNormals<T>((long)panel * NeuronPanels<T>.Lanes);
        var u = Neurons.Readout(panel);
        Move(u, keep, gain, slopeLeft, slopeRight, left * first, right * second);
    }

    /// <summary>weights ← keep · weights + gain · slope + noise, of one row of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Move(
        T* weights, Vector512<T> keep, Vector512<T> gain, Vector512<T> slopeLeft, Vector512<T> slopeRight, Vector512<T> noiseLeft, Vector512<T> noiseRight)
    {
        var half = Vector512<T>.Count;
        Simd.FusedMultiplyAdd(keep, Vector512.Load(weights), Simd.FusedMultiplyAdd(gain, slopeLeft, noiseLeft)).Store(weights);
        Simd.FusedMultiplyAdd(keep, Vector512.Load(weights + half), Simd.FusedMultiplyAdd(gain, slopeRight, noiseRight)).Store(weights + half);
    }

    /// <summary>Σ over blocks and lanes, one number a row, of parts that the blocks have left behind one another.</summary>
    protected static void Sum(T* parts, int rows, int blocks, Span<double> sums)
    {
        for (var row = 0; row < rows; row++)
        {
            var sum = Vector512<T>.Zero;
            for (var block = 0; block < blocks; block++)
            {
                sum += Vector512.Load(parts + ((((long)block * rows) + row) * Vector512<T>.Count));
            }

            sums[row] = typeof(T) == typeof(float) ? Vector512.Sum(sum.AsSingle()) : Vector512.Sum(sum.AsDouble());
        }
    }
}
