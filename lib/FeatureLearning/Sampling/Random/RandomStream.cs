using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Sampling;

/// <summary>
/// The random numbers of one purpose in one step of one chain: Philox4x32-10 with key (seed, purpose) and counter (block, chain, step).
/// A value without state: the same question always has the same answer.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>u</term><description>uniform, (k + ½) 2⁻⁵² with k = 0..2⁵²−1: never 0 or 1, symmetric about ½</description></item>
/// <item><term>z</term><description>standard normal, √(−2 log u) (cos, sin)(2πu′): Box and Muller's, |z| ≤ 8.6</description></item>
/// </list>
/// Uniforms are exact and normals are computed with plain IEEE additions, multiplications, divisions and square roots only: the
/// same bits on every machine, vector width and number asked for. Logarithm and sines are accurate to 2 units in the last place.
/// </remarks>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Purpose">What the numbers are for.</param>
/// <param name="Chain">Chain, counted from 0.</param>
/// <param name="Step">Step of the chain.</param>
public readonly record struct RandomStream(uint Seed, RandomPurpose Purpose, uint Chain, ulong Step)
{
    private const int Lanes = 8;

    /// <summary>Uniform numbers in (0, 1).</summary>
    /// <param name="values">Filled, up to 2³³ numbers.</param>
    public void Uniforms(Span<double> values)
    {
        Span<double> pair = stackalloc double[2 * Lanes];
        for (var at = 0; at < values.Length; at += 2 * Lanes)
        {
            var (low, high) = Words((uint)at / 2);
            NormalTransform.Uniform(low).CopyTo(pair);
            NormalTransform.Uniform(high).CopyTo(pair[Lanes..]);
            pair[..Math.Min(2 * Lanes, values.Length - at)].CopyTo(values[at..]);
        }
    }

    /// <summary>Standard normal numbers.</summary>
    /// <param name="values">Filled, up to 2³³ numbers.</param>
    public void Normals(Span<double> values)
    {
        ref var start = ref MemoryMarshal.GetReference(values);
        var at = 0;
        for (; at <= values.Length - (2 * Lanes); at += 2 * Lanes)
        {
            var (low, high) = Words((uint)at / 2);
            var (first, second) = NormalTransform.Normals(low, high);
            first.StoreUnsafe(ref start, (nuint)at);
            second.StoreUnsafe(ref start, (nuint)at + Lanes);
        }

        if (at < values.Length)
        {
            Span<double> pair = stackalloc double[2 * Lanes];
            var (low, high) = Words((uint)at / 2);
            var (first, second) = NormalTransform.Normals(low, high);
            first.CopyTo(pair);
            second.CopyTo(pair[Lanes..]);
            pair[..(values.Length - at)].CopyTo(values[at..]);
        }
    }

    /// <summary>Adds scaled standard normal numbers: values += scale · z, with the z of <see cref="Normals(Span{double})"/>.</summary>
    /// <param name="values">Added to, up to 2³³ numbers.</param>
    /// <param name="scale">Standard deviation of what is added.</param>
    public void AddNormals(Span<double> values, double scale)
    {
        ref var start = ref MemoryMarshal.GetReference(values);
        var factor = Vector512.Create(scale);
        var at = 0;
        for (; at <= values.Length - (2 * Lanes); at += 2 * Lanes)
        {
            var (low, high) = Words((uint)at / 2);
            var (first, second) = NormalTransform.Normals(low, high);
            (Vector512.LoadUnsafe(ref start, (nuint)at) + (factor * first)).StoreUnsafe(ref start, (nuint)at);
            (Vector512.LoadUnsafe(ref start, (nuint)at + Lanes) + (factor * second)).StoreUnsafe(ref start, (nuint)at + Lanes);
        }

        if (at < values.Length)
        {
            Span<double> rest = stackalloc double[2 * Lanes];
            var (low, high) = Words((uint)at / 2);
            var (first, second) = NormalTransform.Normals(low, high);
            (factor * first).CopyTo(rest);
            (factor * second).CopyTo(rest[Lanes..]);
            for (var i = at; i < values.Length; i++)
            {
                values[i] += rest[i - at];
            }
        }
    }

    /// <summary>Standard normal numbers in single precision: not those of double precision, but four of every block instead of two.</summary>
    /// <param name="values">Filled, up to 2³⁴ numbers; a multiple of 32.</param>
    internal void Normals(Span<float> values)
    {
        for (var at = 0; at < values.Length; at += 4 * Lanes)
        {
            var (first, second) = PanelNormals<float>(at);
            first.CopyTo(values[at..]);
            second.CopyTo(values[(at + (2 * Lanes))..]);
        }
    }

    /// <summary>
    /// Normals number at to at + 32 (float) or at + 16 (double), for an <c>at</c> that is a multiple of as many: what a panel of neurons takes in one go. In single
    /// precision words x₀ and x₁ of a block make radii, x₂ and x₃ angles.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal (Vector512<T> First, Vector512<T> Second) PanelNormals<T>(long at)
    {
        if (typeof(T) == typeof(double))
        {
            var (words, others) = Words((uint)(at / 2));
            var (first, second) = NormalTransform.Normals(words, others);
            return (first.As<double, T>(), second.As<double, T>());
        }

        var (low, high) = Words((uint)(at / 4));
        var (left, right) = SingleNormalTransform.Normals(low.AsUInt32(), high.AsUInt32());
        return (left.As<float, T>(), right.As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector512<ulong> Low, Vector512<ulong> High) Words(uint block) =>
        Philox4x32.Blocks(block, Chain, (uint)Step, (uint)(Step >> 32), Seed, (uint)Purpose);
}
