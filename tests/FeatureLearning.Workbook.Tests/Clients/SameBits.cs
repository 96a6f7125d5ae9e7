using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace FeatureLearning.Workbook.Tests.Clients;

/// <summary>
/// Linear algebra whose last bits do not depend on where an array happens to lie in memory, so that two processes can be
/// compared. OpenBLAS takes its oldest kernels (Prescott) on processors that it does not know, and those sum in another order
/// where an array does not begin on 16 bytes, which .NET's need not.
/// </summary>
internal static class SameBits
{
    /// <summary>For the process and all that it starts.</summary>
    public static void Ask(ProcessStartInfo start)
    {
        if (Avx2.IsSupported && Fma.IsSupported)
        {
            start.Environment["OPENBLAS_CORETYPE"] = "Haswell";
        }
        else
        {
            start.Environment["FEATURELEARNING_BLAS"] = "managed";
        }
    }
}
