using FeatureLearning.Networks;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// The transitions leave the posterior invariant, by <see cref="Calibration"/>; broken twins do not. See <see cref="TestedKernels"/>.
/// </summary>
/// <remarks>
/// Short: 800 data sets, 31 draws, 8 bins. Long (trait Duration=Long, see the README beside): 4000 data sets, 1023 draws, 32 bins. False
/// alarm for a new seed: 3·10⁻⁴ a case (three statistics at 10⁻⁴); seeds are fixed.
/// </remarks>
public class CalibrationTests
{
    private const double Level = 1e-4;
    private static readonly RankTest Brief = new(800, 31, 8, 3, 20251122);
    private static readonly RankTest Thorough = new(4000, 1023, 32, 1, 20251123);

    [Theory]
    [MemberData(nameof(TestedKernels.Exact), MemberType = typeof(TestedKernels))]
    public void Ranks_of_the_truth_are_uniform(string kernel, Activation activation) => Uniform(Brief, kernel, activation);

    [Theory]
    [MemberData(nameof(TestedKernels.Broken), MemberType = typeof(TestedKernels))]
    public void A_broken_twin_is_rejected(string twin, Activation activation) => Rejected(Brief, twin, activation);

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(TestedKernels.Exact), MemberType = typeof(TestedKernels))]
    public void Ranks_of_the_truth_are_uniform_in_the_long_run(string kernel, Activation activation) => Uniform(Thorough, kernel, activation);

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(TestedKernels.Broken), MemberType = typeof(TestedKernels))]
    public void A_broken_twin_is_rejected_in_the_long_run(string twin, Activation activation) => Rejected(Thorough, twin, activation);

    private static void Uniform(RankTest test, string kernel, Activation activation)
    {
        var p = Calibration.PValue(test, TestedKernels.Tiny(activation), context => TestedKernels.Create(kernel, context));
        Assert.True(p > Level, FormattableString.Invariant($"p = {p}"));
    }

    private static void Rejected(RankTest test, string twin, Activation activation)
    {
        var p = Calibration.PValue(test, TestedKernels.Tiny(activation), context => TestedKernels.Create(twin, context));
        Assert.True(p < Level, FormattableString.Invariant($"p = {p}"));
    }
}
