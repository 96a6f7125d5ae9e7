using System.Runtime.Intrinsics;
using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>
/// The weights of a network as the Langevin kernels keep them: neurons side by side in panels of 128 bytes (32 floats, 16 doubles), one row an input coordinate. Panels
/// make blocks, the unit of parallel work, by their number alone: sums over neurons have one order for any number of threads.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Z</term><description>r×N in <see cref="Hidden"/>, panel after panel</description></item>
/// <item><term>u</term><description>N numbers in <see cref="Readout"/></description></item>
/// </list>
/// Neurons that fill the last panel up have weights zero and stay there: φ(0) = 0, and their noise has the amplitude zero.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class NeuronPanels<T>
    where T : unmanaged
{
    /// <summary>Panels of a block: 256 KiB of Z at r = 500, which stay in a core's cache between the two products of a step.</summary>
    private const int PanelsOfABlock = 4;

    /// <summary>Neurons whose noise lies together, in either precision.</summary>
    private const int NoiseGroup = 32;

    private readonly int rank, width;
    private readonly PinnedBuffer<T> hidden, readout;

    public NeuronPanels(int rank, int width)
    {
        (this.rank, this.width) = (rank, width);
        Count = (width + Lanes - 1) / Lanes;
        Blocks = (Count + PanelsOfABlock - 1) / PanelsOfABlock;
        (hidden, readout) = (new((long)Count * rank * Lanes), new((long)Count * Lanes));
    }

    /// <summary>Neurons of a panel.</summary>
    public static int Lanes => PanelTile.Bytes / sizeof(T);

    /// <summary>Panels.</summary>
    public int Count { get; }

    public int Blocks { get; }

    /// <summary>Whether the last weight is finite.</summary>
    public bool IsFinite => double.IsFinite(Simd.Widen(readout.Span[width - 1]));

    public T* Hidden(int panel) => hidden.Start + ((long)panel * rank * Lanes);

    public T* Readout(int panel) => readout.Start + ((long)panel * Lanes);

    /// <summary>First panel and the one after the last of a block.</summary>
    public (int From, int To) Panels(int block) => (block * PanelsOfABlock, Math.Min((block + 1) * PanelsOfABlock, Count));

    /// <summary>Where the noise of a panel's row starts in the stream of the hidden weights, and how far it is from row to row.</summary>
    public (long Start, int Stride) Noise(int panel)
    {
        var group = panel * Lanes / NoiseGroup;
        return ((((long)group * rank) * NoiseGroup) + (panel * Lanes % NoiseGroup), NoiseGroup);
    }

    /// <summary>An amplitude in each lane that has a neuron.</summary>
    public (Vector512<T> Left, Vector512<T> Right) Amplitude(int panel, double amplitude)
    {
        var half = Vector512<T>.Count;
        T* lanes = stackalloc T[2 * half];
        for (var lane = 0; lane < 2 * half; lane++)
        {
            lanes[lane] = Simd.Number<T>((panel * Lanes) + lane < width ? amplitude : 0);
        }

        return (Vector512.Load(lanes), Vector512.Load(lanes + half));
    }

    /// <summary>From (Z, u), one column a neuron.</summary>
    public void Pack(ReadOnlySpan<double> z, ReadOnlySpan<double> u)
    {
        for (var neuron = 0; neuron < width; neuron++)
        {
            var lane = Hidden(neuron / Lanes) + (neuron % Lanes);
            for (var row = 0; row < rank; row++)
            {
                lane[row * Lanes] = Simd.Number<T>(z[row + (neuron * rank)]);
            }

            readout.Span[neuron] = Simd.Number<T>(u[neuron]);
        }
    }

    /// <summary>Back to (Z, u).</summary>
    public void Unpack(Span<double> z, Span<double> u)
    {
        for (var neuron = 0; neuron < width; neuron++)
        {
            var lane = Hidden(neuron / Lanes) + (neuron % Lanes);
            for (var row = 0; row < rank; row++)
            {
                z[row + (neuron * rank)] = Simd.Widen(lane[row * Lanes]);
            }

            u[neuron] = Simd.Widen(readout.Span[neuron]);
        }
    }
}
