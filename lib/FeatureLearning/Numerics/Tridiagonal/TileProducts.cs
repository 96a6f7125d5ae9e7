using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>
/// Products of square tiles of <see cref="Size"/> numbers a side, row-major without gaps: C ← C + op(A) B. Four rows of C stay in registers; each number is one chain of
/// fused multiply-adds, whatever the width of the machine's vectors. As all inner loops of the reduction it is compiled optimised at once: a process that solves one problem
/// has no time to find out that they are hot.
/// </summary>
internal static unsafe class TileProducts
{
    /// <summary>Rows and columns of a tile.</summary>
    public const int Size = 32;

    /// <summary>Numbers of a tile.</summary>
    public const int Area = Size * Size;

    /// <summary>C ← C + A B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(double* a, double* b, double* c)
    {
        for (var row = 0; row < Size; row += 4)
        {
            Rows(a + (row * Size), Size, 1, b, c + (row * Size));
        }
    }

    /// <summary>C ← C + Aᵀ B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTransposed(double* a, double* b, double* c)
    {
        for (var row = 0; row < Size; row += 4)
        {
            Rows(a + row, 1, Size, b, c + (row * Size));
        }
    }

    /// <summary>B ← Aᵀ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(double* a, double* b)
    {
        for (var i = 0; i < Size; i += Transposition.Size)
        {
            for (var j = 0; j < Size; j += Transposition.Size)
            {
                Transposition.Square(a + (i * Size) + j, Size, b + (j * Size) + i, Size);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(double* a, int stride, int inner, double* b, double* c)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            FourWide(a, stride, inner, b, c);
            return;
        }

        for (var column = 0; column < Size; column += 8)
        {
            FourNarrow(a, stride, inner, b + column, c + column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourWide(double* a, int stride, int inner, double* b, double* c)
    {
        double* a1 = a + stride, a2 = a1 + stride, a3 = a2 + stride;
        double* c1 = c + Size, c2 = c1 + Size, c3 = c2 + Size;
        Vector512<double> p0 = Vector512.Load(c), p1 = Vector512.Load(c + 8), p2 = Vector512.Load(c + 16), p3 = Vector512.Load(c + 24);
        Vector512<double> q0 = Vector512.Load(c1), q1 = Vector512.Load(c1 + 8), q2 = Vector512.Load(c1 + 16), q3 = Vector512.Load(c1 + 24);
        Vector512<double> r0 = Vector512.Load(c2), r1 = Vector512.Load(c2 + 8), r2 = Vector512.Load(c2 + 16), r3 = Vector512.Load(c2 + 24);
        Vector512<double> s0 = Vector512.Load(c3), s1 = Vector512.Load(c3 + 8), s2 = Vector512.Load(c3 + 16), s3 = Vector512.Load(c3 + 24);
        for (var end = b + Area; b < end; b += Size)
        {
            Vector512<double> b0 = Vector512.Load(b), b1 = Vector512.Load(b + 8), b2 = Vector512.Load(b + 16), b3 = Vector512.Load(b + 24);
            var f = Vector512.Create(*a);
            (p0, p1, p2, p3) = (Fused(f, b0, p0), Fused(f, b1, p1), Fused(f, b2, p2), Fused(f, b3, p3));
            f = Vector512.Create(*a1);
            (q0, q1, q2, q3) = (Fused(f, b0, q0), Fused(f, b1, q1), Fused(f, b2, q2), Fused(f, b3, q3));
            f = Vector512.Create(*a2);
            (r0, r1, r2, r3) = (Fused(f, b0, r0), Fused(f, b1, r1), Fused(f, b2, r2), Fused(f, b3, r3));
            f = Vector512.Create(*a3);
            (s0, s1, s2, s3) = (Fused(f, b0, s0), Fused(f, b1, s1), Fused(f, b2, s2), Fused(f, b3, s3));
            a += inner;
            a1 += inner;
            a2 += inner;
            a3 += inner;
        }

        Store(c, p0, p1, p2, p3);
        Store(c1, q0, q1, q2, q3);
        Store(c2, r0, r1, r2, r3);
        Store(c3, s0, s1, s2, s3);
    }

    // Eight columns: 8 of 16 registers hold C.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourNarrow(double* a, int stride, int inner, double* b, double* c)
    {
        double* a1 = a + stride, a2 = a1 + stride, a3 = a2 + stride;
        double* c1 = c + Size, c2 = c1 + Size, c3 = c2 + Size;
        Vector256<double> p0 = Vector256.Load(c), p1 = Vector256.Load(c + 4), q0 = Vector256.Load(c1), q1 = Vector256.Load(c1 + 4);
        Vector256<double> r0 = Vector256.Load(c2), r1 = Vector256.Load(c2 + 4), s0 = Vector256.Load(c3), s1 = Vector256.Load(c3 + 4);
        for (var end = b + Area; b < end; b += Size)
        {
            Vector256<double> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 4);
            var f = Vector256.Create(*a);
            (p0, p1) = (Vector256.FusedMultiplyAdd(f, b0, p0), Vector256.FusedMultiplyAdd(f, b1, p1));
            f = Vector256.Create(*a1);
            (q0, q1) = (Vector256.FusedMultiplyAdd(f, b0, q0), Vector256.FusedMultiplyAdd(f, b1, q1));
            f = Vector256.Create(*a2);
            (r0, r1) = (Vector256.FusedMultiplyAdd(f, b0, r0), Vector256.FusedMultiplyAdd(f, b1, r1));
            f = Vector256.Create(*a3);
            (s0, s1) = (Vector256.FusedMultiplyAdd(f, b0, s0), Vector256.FusedMultiplyAdd(f, b1, s1));
            a += inner;
            a1 += inner;
            a2 += inner;
            a3 += inner;
        }

        p0.Store(c);
        p1.Store(c + 4);
        q0.Store(c1);
        q1.Store(c1 + 4);
        r0.Store(c2);
        r1.Store(c2 + 4);
        s0.Store(c3);
        s1.Store(c3 + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fused(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* c, Vector512<double> x0, Vector512<double> x1, Vector512<double> x2, Vector512<double> x3)
    {
        x0.Store(c);
        x1.Store(c + 8);
        x2.Store(c + 16);
        x3.Store(c + 24);
    }
}
