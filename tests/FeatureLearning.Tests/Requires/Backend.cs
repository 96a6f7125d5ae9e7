using FeatureLearning.Numerics;

namespace FeatureLearning.Tests;

/// <summary>Who computes, by a name that a test's arguments can carry.</summary>
public enum Backend
{
    Managed,
    Native,
}

internal static class BackendExtensions
{
    /// <summary>Why the native one cannot be tested here; null where it can.</summary>
    public static string? WhyNoNative => LinearAlgebra.Native is null ? "needs a native BLAS and LAPACK: LinearAlgebra.Native is null" : null;

    public static LinearAlgebra Algebra(this Backend backend) => backend == Backend.Managed
        ? LinearAlgebra.Managed
        : LinearAlgebra.Native ?? throw new InvalidOperationException(WhyNoNative);
}
