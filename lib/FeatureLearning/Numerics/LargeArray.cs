using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics;

/// <summary>
/// Arrays that are filled at once: not cleared first, on Linux in pages of 2 MiB where the system lets programs ask for them, and in memory of dead ones rather than in new
/// memory (<see cref="DeadMemory"/>).
/// </summary>
/// <remarks>
/// The first touch of 200 MB in pages of 4 KiB takes 0.1 s, which is longer than the arcsine kernel that they hold; in large pages 0.015 s; but on a virtual machine whose host has
/// taken the memory back (free page reporting), 0.25 to 0.5 s in either.
/// </remarks>
internal static unsafe partial class LargeArray
{
    private const nuint Page = 2 << 20;
    private const int AdviseHugePages = 14, Line = 64;

    /// <summary>Twice the third-level cache of a large processor's core complex.</summary>
    private const int BeyondCaches = 64 << 20;

    /// <summary>An array of any content.</summary>
    public static double[] Uninitialized(int length)
    {
        DeadMemory.Take((long)length * sizeof(double));
        var array = GC.AllocateUninitializedArray<double>(length);
        if (OperatingSystem.IsLinux() && (nuint)length * sizeof(double) >= 2 * Page)
        {
            fixed (double* start = array)
            {
                nuint from = ((nuint)start + Page - 1) & ~(Page - 1), to = (nuint)(start + length) & ~(Page - 1);
                _ = Advise(from, to - from, AdviseHugePages); // a hint: refused, everything is as before
            }
        }

        return array;
    }

    /// <summary>Whether an array is larger than what a core's caches could keep of it for whoever reads it next.</summary>
    public static bool IsBeyondCaches(double[] array) => array.Length >= BeyondCaches / sizeof(double);

    /// <summary>Copies numbers, past the caches if asked to: whole lines of them then, which memory is not read for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    public static void Write(double* from, double* to, int count, bool pastCaches)
    {
        if (!pastCaches)
        {
            new ReadOnlySpan<double>(from, count).CopyTo(new Span<double>(to, count));
            return;
        }

        var i = 0;
        for (; i < count && ((nuint)(to + i) & (Line - 1)) != 0; i++)
        {
            to[i] = from[i];
        }

        for (; i <= count - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512.Load(from + i).StoreAlignedNonTemporal(to + i);
        }

        for (; i < count; i++)
        {
            to[i] = from[i];
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint address, nuint length, int advice);
}
