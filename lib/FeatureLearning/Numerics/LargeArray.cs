using System.Runtime.InteropServices;

namespace FeatureLearning.Numerics;

/// <summary>Arrays that are filled at once: not cleared first, and on Linux in pages of 2 MiB where the system lets programs ask for them.</summary>
/// <remarks>
/// The first touch of 200 MB in pages of 4 KiB takes 0.1 s and more, which is as long as the arcsine kernel that they hold; in large pages 0.02 s.
/// </remarks>
internal static unsafe partial class LargeArray
{
    private const nuint Page = 2 << 20;
    private const int AdviseHugePages = 14;

    /// <summary>An array of any content.</summary>
    public static double[] Uninitialized(int length)
    {
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

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint address, nuint length, int advice);
}
