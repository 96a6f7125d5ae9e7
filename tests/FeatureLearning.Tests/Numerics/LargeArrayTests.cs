using System.Runtime.CompilerServices;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>Arrays beyond the caches: what is written past these, and what becomes of dead ones.</summary>
public class LargeArrayTests
{
    /// <remarks>Every length and every position within a cache line; what lies beside is not touched.</remarks>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public unsafe void Numbers_arrive_at_any_place(bool pastCaches)
    {
        var source = new Draws(5).Vector(80).ToArray();
        for (var count = 0; count <= 40; count++)
        {
            for (var at = 0; at < 16; at++)
            {
                var target = new double[80];
                fixed (double* from = source, to = target)
                {
                    LargeArray.Write(from + 3, to + at, count, pastCaches);
                }

                double[] expected = [.. new double[at], .. source[3..(3 + count)], .. new double[80 - at - count]];
                Assert.Equal(expected, target);
            }
        }
    }

    /// <remarks>A result of 67 MB, whose columns start at every position within a cache line, or all at the same. Three dimensions: correlations of every size beside each other.</remarks>
    [Theory]
    [InlineData(2901)]
    [InlineData(2904)]
    public void A_kernel_beyond_the_caches_is_the_one_within(int count)
    {
        var x = new Draws(6).Matrix(count, 3);
        var kernel = KernelMatrix.Symmetric(PriorKernel.Of(Activation.Erf), x, 1);
        Assert.True(LargeArray.IsBeyondCaches(kernel.AsColumnMajorArray()));
        var within = KernelMatrix.Symmetric(PriorKernel.Of(Activation.Erf), x.SubMatrix(0, 960, 0, 3), 1);
        Assert.False(LargeArray.IsBeyondCaches(within.AsColumnMajorArray()));
        Assert.Equal(within, kernel.SubMatrix(0, 960, 0, 960));
        Assert.Equal(kernel, kernel.Transpose());
        var last = KernelMatrix.Cross(PriorKernel.Of(Activation.Erf), x, x.SubMatrix(2800, count - 2800, 0, 3), 1);
        Near.Relative(last, kernel.SubMatrix(0, count, 2800, count - 2800), 1e-15, "last points");
    }

    /// <remarks>256 MiB that are never touched; more than the other objects of this process.</remarks>
    [Fact]
    public void Dead_ones_are_collected_before_the_next_is_made()
    {
        var dead = Forgotten();
        var next = LargeArray.Uninitialized(1 << 25);
        Assert.False(dead.IsAlive);
        Assert.Equal(1 << 25, next.Length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Forgotten() => new(LargeArray.Uninitialized(1 << 25));
}
