using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureLearning.Sampling;

/// <summary>
/// Philox4x32 with ten rounds: a keyed bijection of 128-bit counters. Random numbers are looked up by their counter, so that
/// threads, order and interruptions cannot change them.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>c</term><description>counter, four 32-bit words, c₀ first</description></item>
/// <item><term>k</term><description>key, two 32-bit words</description></item>
/// </list>
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011; known answers from Random123.
/// </remarks>
public static class Philox4x32
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The block of one counter.</summary>
    /// <param name="c0">c₀.</param>
    /// <param name="c1">c₁.</param>
    /// <param name="c2">c₂.</param>
    /// <param name="c3">c₃.</param>
    /// <param name="k0">k₀.</param>
    /// <param name="k1">k₁.</param>
    /// <returns>Four uniform 32-bit words.</returns>
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>Eight blocks at once, c₀ counting up: word pairs joined to x₀ + 2³² x₁ and x₂ + 2³² x₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<ulong> Low, Vector512<ulong> High) Blocks(uint first, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        var (x0, x1, x2, x3) = Counters(first, c1, c2, c3);
        Vector512<ulong> key0 = Vector512.Create((ulong)k0), key1 = Vector512.Create((ulong)k1);
        for (var round = 0; round < Rounds; round++)
        {
            Round(ref x0, ref x1, ref x2, ref x3, key0, key1);
            key0 += Vector512.Create((ulong)Weyl0);
            key1 += Vector512.Create((ulong)Weyl1);
        }

        return Join(x0, x1, x2, x3);
    }

    /// <summary>
    /// Twice eight blocks, from <paramref name="first"/> and from <paramref name="second"/> on. A round waits for the one before; two in turn keep the
    /// processor busy.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<ulong> Low, Vector512<ulong> High, Vector512<ulong> SecondLow, Vector512<ulong> SecondHigh) Blocks(
        uint first, uint second, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        var (x0, x1, x2, x3) = Counters(first, c1, c2, c3);
        var (y0, y1, y2, y3) = Counters(second, c1, c2, c3);
        Vector512<ulong> key0 = Vector512.Create((ulong)k0), key1 = Vector512.Create((ulong)k1);
        for (var round = 0; round < Rounds; round++)
        {
            Round(ref x0, ref x1, ref x2, ref x3, key0, key1);
            Round(ref y0, ref y1, ref y2, ref y3, key0, key1);
            key0 += Vector512.Create((ulong)Weyl0);
            key1 += Vector512.Create((ulong)Weyl1);
        }

        var (low, high) = Join(x0, x1, x2, x3);
        var (secondLow, secondHigh) = Join(y0, y1, y2, y3);
        return (low, high, secondLow, secondHigh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong> X0, Vector512<ulong> X1, Vector512<ulong> X2, Vector512<ulong> X3) Counters(uint first, uint c1, uint c2, uint c3) => (
        Vector512.Create((ulong)first) + Vector512<ulong>.Indices, Vector512.Create((ulong)c1), Vector512.Create((ulong)c2), Vector512.Create((ulong)c3));

    // Upper halves of words and keys are rubbish: the products do not read them, Join takes them off.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref Vector512<ulong> x0, ref Vector512<ulong> x1, ref Vector512<ulong> x2, ref Vector512<ulong> x3, Vector512<ulong> key0, Vector512<ulong> key1)
    {
        Vector512<ulong> p0 = Product(x0, Vector512.Create((ulong)Multiplier0)), p1 = Product(x2, Vector512.Create((ulong)Multiplier1));
        x0 = Vector512.ShiftRightLogical(p1, 32) ^ x1 ^ key0;
        x2 = Vector512.ShiftRightLogical(p0, 32) ^ x3 ^ key1;
        x1 = p1;
        x3 = p0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong> Low, Vector512<ulong> High) Join(Vector512<ulong> x0, Vector512<ulong> x1, Vector512<ulong> x2, Vector512<ulong> x3)
    {
        var low = Vector512.Create(0xFFFFFFFFUL);
        return ((x0 & low) | Vector512.ShiftLeft(x1, 32), (x2 & low) | Vector512.ShiftLeft(x3, 32));
    }

    // 32 × 32 → 64 bits in each lane, of lower halves; the instruction for it where there is one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> a, Vector512<ulong> b)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.Multiply(a.AsUInt32(), b.AsUInt32());
        }

        return Avx2.IsSupported
            ? Vector512.Create(
                Avx2.Multiply(a.GetLower().AsUInt32(), b.GetLower().AsUInt32()),
                Avx2.Multiply(a.GetUpper().AsUInt32(), b.GetUpper().AsUInt32()))
            : (a & Vector512.Create(0xFFFFFFFFUL)) * b;
    }
}
