using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>Which kernels an OpenBLAS uses that is older than the processor.</summary>
public sealed class OpenBlasCoreTests
{
    [Theory]
    [InlineData("Prescott", true)]
    [InlineData("Nehalem", true)]
    [InlineData("Haswell", false)]
    [InlineData("SkylakeX", false)]
    [InlineData("Zen", false)]
    [InlineData(null, false)]
    public void Kernels_without_256_bits_are_old_for_a_processor_that_has_them(string? name, bool isOld) =>
        Assert.Equal(isOld && Avx2.IsSupported && Fma.IsSupported, OpenBlasCore.IsOld(name));

    [NativeBlasTheory]
    [InlineData("OPENBLAS_CORETYPE")]
    public void The_library_in_use_has_those_of_this_processor_unless_the_user_has_chosen(string variable)
    {
        string? name = OpenBlasCore.Name(NativeLibrary.Load(LinearAlgebra.Native!.Name));
        Assert.True(Environment.GetEnvironmentVariable(variable) is { Length: > 0 } || !OpenBlasCore.IsOld(name), name);
    }
}
