using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FeatureLearning.Numerics;

/// <summary>
/// Which of its kernels OpenBLAS uses. A build that is older than the processor does not know it and takes those for processors of 2004: several times
/// slower, and with last digits that depend on where in memory an array begins, so that the same program draws other numbers in its next run.
/// </summary>
internal static unsafe class OpenBlasCore
{
    private const string Variable = "OPENBLAS_CORETYPE";

    /// <summary>Kernels with 256 bits and fused products, for every processor that has those.</summary>
    private static ReadOnlySpan<byte> Modern => "Haswell"u8;

    /// <summary>What OpenBLAS falls back to without 256 bits.</summary>
    private static readonly string[] Old =
        ["Prescott", "Core2", "Penryn", "Dunnington", "Nehalem", "Athlon", "Opteron", "Opteron_SSE3", "Barcelona", "Atom", "Nano", "Katmai", "Northwood"];

    /// <summary>The kernels' name; null for another library.</summary>
    public static string? Name(nint library) => NativeLibrary.TryGetExport(library, "openblas_get_corename", out var name)
        ? Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)name)())
        : null;

    /// <summary>Whether the kernels are older than this processor.</summary>
    public static bool IsOld(string? name) => Avx2.IsSupported && Fma.IsSupported && Array.IndexOf(Old, name) >= 0;

    /// <summary>Chooses again where the choice was wrong, before the first product; a user's own choice stays.</summary>
    public static void Correct(nint library)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable))
            && (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
            && IsOld(Name(library))
            && NativeLibrary.TryGetExport(library, "gotoblas_dynamic_quit", out var quit)
            && NativeLibrary.TryGetExport(library, "gotoblas_dynamic_init", out var start))
        {
            // .NET keeps a copy of the environment: a native library sees only what libc has.
            fixed (byte* name = "OPENBLAS_CORETYPE"u8, value = Modern)
            {
                _ = SetVariable(name, value, 1);
            }

            ((delegate* unmanaged<void>)quit)();
            ((delegate* unmanaged<void>)start)();
        }
    }

    [DllImport("libc", EntryPoint = "setenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(byte* name, byte* value, int overwrite);
}
