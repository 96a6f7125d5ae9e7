using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureLearning.Numerics;

/// <summary>Small squares of numbers, transposed from one place to another in registers.</summary>
internal static unsafe class Transposition
{
    /// <summary>Rows and columns of a square.</summary>
    public const int Size = 4;

    /// <summary>to[i·toStride + j] ← from[j·fromStride + i], i and j below <see cref="Size"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Square(double* from, int fromStride, double* to, int toStride)
    {
        Vector256<double> a = Vector256.Load(from), b = Vector256.Load(from + fromStride);
        Vector256<double> c = Vector256.Load(from + (2 * fromStride)), d = Vector256.Load(from + (3 * fromStride));
        if (Avx.IsSupported)
        {
            Vector256<double> evenLeft = Avx.UnpackLow(a, b), oddLeft = Avx.UnpackHigh(a, b), evenRight = Avx.UnpackLow(c, d), oddRight = Avx.UnpackHigh(c, d);
            Avx.Permute2x128(evenLeft, evenRight, 0x20).Store(to);
            Avx.Permute2x128(oddLeft, oddRight, 0x20).Store(to + toStride);
            Avx.Permute2x128(evenLeft, evenRight, 0x31).Store(to + (2 * toStride));
            Avx.Permute2x128(oddLeft, oddRight, 0x31).Store(to + (3 * toStride));
            return;
        }

        for (var i = 0; i < Size; i++)
        {
            Vector256.Create(a[i], b[i], c[i], d[i]).Store(to + (i * toStride));
        }
    }
}
