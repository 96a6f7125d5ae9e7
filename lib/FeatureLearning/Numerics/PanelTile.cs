using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics;

/// <summary>
/// The innermost product of panels, C ← A B, in registers: A has <see cref="Rows"/> rows, B and C as many columns as fit <see cref="Bytes"/> (32 floats
/// or 16 doubles). All three lie with those beside each other, so that nothing is transposed, gathered or copied.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>A</term><description>k columns of 12 numbers</description></item>
/// <item><term>B</term><description>k rows of 128 bytes; C 12 such rows</description></item>
/// </list>
/// Each number is one chain of fused multiply-adds in the order of k, whatever the width of the machine's vectors: the same bits. With 512-bit vectors 24 of the
/// 32 registers hold C, and each number of A that is loaded serves two of them.
/// </remarks>
internal static unsafe class PanelTile
{
    public const int Rows = 12, Bytes = 128;

    /// <summary>C ← A B, C without gaps.</summary>
    public static void Multiply<T>(int k, T* a, T* b, T* c)
        where T : unmanaged => Multiply(k, a, b, c, Bytes / sizeof(T));

    /// <summary>C ← A B, the rows of C so many numbers apart.</summary>
    public static void Multiply<T>(int k, T* a, T* b, T* c, int stride)
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Whole(k, a, b, c, stride);
            return;
        }

        var half = Bytes / 2 / sizeof(T);
        Quarter(k, a, b, c, stride);
        Quarter(k, a, b + half, c + half, stride);
        Quarter(k, a + (Rows / 2), b, c + (Rows / 2 * stride), stride);
        Quarter(k, a + (Rows / 2), b + half, c + (Rows / 2 * stride) + half, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    private static void Whole<T>(int k, T* a, T* b, T* c, int stride)
        where T : unmanaged
    {
        Vector512<T> l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default;
        Vector512<T> l6 = default, l7 = default, l8 = default, l9 = default, l10 = default, l11 = default;
        Vector512<T> r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default;
        Vector512<T> r6 = default, r7 = default, r8 = default, r9 = default, r10 = default, r11 = default;
        var n = Vector512<T>.Count;
        for (; k > 0; k--)
        {
            Vector512<T> left = Vector512.Load(b), right = Vector512.Load(b + n);
            (l0, r0) = Add(Vector512.Create(a[0]), left, right, l0, r0);
            (l1, r1) = Add(Vector512.Create(a[1]), left, right, l1, r1);
            (l2, r2) = Add(Vector512.Create(a[2]), left, right, l2, r2);
            (l3, r3) = Add(Vector512.Create(a[3]), left, right, l3, r3);
            (l4, r4) = Add(Vector512.Create(a[4]), left, right, l4, r4);
            (l5, r5) = Add(Vector512.Create(a[5]), left, right, l5, r5);
            (l6, r6) = Add(Vector512.Create(a[6]), left, right, l6, r6);
            (l7, r7) = Add(Vector512.Create(a[7]), left, right, l7, r7);
            (l8, r8) = Add(Vector512.Create(a[8]), left, right, l8, r8);
            (l9, r9) = Add(Vector512.Create(a[9]), left, right, l9, r9);
            (l10, r10) = Add(Vector512.Create(a[10]), left, right, l10, r10);
            (l11, r11) = Add(Vector512.Create(a[11]), left, right, l11, r11);
            a += Rows;
            b += 2 * n;
        }

        c = Store(c, l0, r0, stride);
        c = Store(c, l1, r1, stride);
        c = Store(c, l2, r2, stride);
        c = Store(c, l3, r3, stride);
        c = Store(c, l4, r4, stride);
        c = Store(c, l5, r5, stride);
        c = Store(c, l6, r6, stride);
        c = Store(c, l7, r7, stride);
        c = Store(c, l8, r8, stride);
        c = Store(c, l9, r9, stride);
        c = Store(c, l10, r10, stride);
        Store(c, l11, r11, stride);
    }

    // Six rows and half the columns: 12 of 16 registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    private static void Quarter<T>(int k, T* a, T* b, T* c, int stride)
        where T : unmanaged
    {
        Vector256<T> l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default;
        Vector256<T> r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default;
        var n = Vector256<T>.Count;
        for (; k > 0; k--)
        {
            Vector256<T> left = Vector256.Load(b), right = Vector256.Load(b + n);
            (l0, r0) = Add(Vector256.Create(a[0]), left, right, l0, r0);
            (l1, r1) = Add(Vector256.Create(a[1]), left, right, l1, r1);
            (l2, r2) = Add(Vector256.Create(a[2]), left, right, l2, r2);
            (l3, r3) = Add(Vector256.Create(a[3]), left, right, l3, r3);
            (l4, r4) = Add(Vector256.Create(a[4]), left, right, l4, r4);
            (l5, r5) = Add(Vector256.Create(a[5]), left, right, l5, r5);
            a += Rows;
            b += 4 * n;
        }

        c = Store(c, l0, r0, stride);
        c = Store(c, l1, r1, stride);
        c = Store(c, l2, r2, stride);
        c = Store(c, l3, r3, stride);
        c = Store(c, l4, r4, stride);
        Store(c, l5, r5, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<T> Left, Vector512<T> Right) Add<T>(
        Vector512<T> factor, Vector512<T> left, Vector512<T> right, Vector512<T> toLeft, Vector512<T> toRight) =>
        (Simd.FusedMultiplyAdd(factor, left, toLeft), Simd.FusedMultiplyAdd(factor, right, toRight));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<T> Left, Vector256<T> Right) Add<T>(
        Vector256<T> factor, Vector256<T> left, Vector256<T> right, Vector256<T> toLeft, Vector256<T> toRight) =>
        (Simd.FusedMultiplyAdd(factor, left, toLeft), Simd.FusedMultiplyAdd(factor, right, toRight));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* Store<T>(T* c, Vector512<T> left, Vector512<T> right, int stride)
        where T : unmanaged
    {
        left.Store(c);
        right.Store(c + Vector512<T>.Count);
        return c + stride;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* Store<T>(T* c, Vector256<T> left, Vector256<T> right, int stride)
        where T : unmanaged
    {
        left.Store(c);
        right.Store(c + Vector256<T>.Count);
        return c + stride;
    }
}
