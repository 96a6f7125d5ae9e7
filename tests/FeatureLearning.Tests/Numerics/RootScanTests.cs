using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

public class RootScanTests
{
    [Fact]
    public void A_function_without_roots_has_none() =>
        Assert.Empty(Find(x => 1 + (x * x)));

    [Fact]
    public void A_near_miss_is_no_root() =>
        Assert.Empty(Find(x => ((x - 0.3) * (x - 0.3)) + 1e-12));

    [Fact]
    public void Every_simple_root_is_found_in_order() =>
        Same([-2, -0.5, 0.25, 1.75], Find(x => (x + 2) * (x + 0.5) * (x - 0.25) * (x - 1.75)), 1e-13);

    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-4)]
    [InlineData(1e-6)]
    public void Two_roots_within_one_step_are_both_found(double gap) =>
        Same([0.313, 0.313 + gap], Find(x => (x - 0.313) * (x - 0.313 - gap)), 1e-9);

    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-5)]
    public void Two_roots_within_one_step_of_a_function_below_zero_are_both_found(double gap) =>
        Same([0.313, 0.313 + gap], Find(x => -(x - 0.313) * (x - 0.313 - gap)), 1e-9);

    /// <remarks>Where a minimum and a maximum merge: there is no sign change, and rounding decides. None or a pair at the place.</remarks>
    [Fact]
    public void A_touching_double_root_gives_nothing_elsewhere()
    {
        var roots = Find(x => (x - 0.3) * (x - 0.3));
        Assert.True(roots.Count <= 2);
        Assert.All(roots, root => Near.Absolute(0.3, root, 1e-6));
    }

    [Fact]
    public void A_root_on_a_node_is_found_once() => Same([0], Find(x => x), 0);

    [Fact]
    public void A_cancelled_scan_throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => RootScan.FindAll(x => x, -1, 1, 0.1, source.Token));
    }

    private static IReadOnlyList<double> Find(Func<double, double> function) =>
        RootScan.FindAll(function, -3, 3, 0.04, CancellationToken.None);

    private static void Same(double[] expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Count);
        Assert.All(expected.Zip(actual), pair => Near.Absolute(pair.First, pair.Second, tolerance, "root"));
    }
}
