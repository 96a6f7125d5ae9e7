using FeatureLearning.Networks;
using FeatureLearning.Sampling;
using Xunit.Abstractions;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// Sampler and simulator alternate and keep the joint law of weights and data, by <see cref="JointDistribution"/>; broken twins do not.
/// </summary>
/// <remarks>
/// Short: 2000 replicas of 40 alternations. Long (trait Duration=Long, see the README beside): 20000 replicas of 200. False alarm for a
/// new seed: 10⁻⁴ a case; seeds are fixed.
/// </remarks>
public class JointDistributionTests(ITestOutputHelper output)
{
    private const double Level = 1e-4;
    private static readonly JointDistribution Brief = new(2000, 40, 20261122);
    private static readonly JointDistribution Thorough = new(20_000, 200, 20261123);

    [Theory]
    [MemberData(nameof(TestedKernels.Exact), MemberType = typeof(TestedKernels))]
    public void The_joint_law_is_kept(string kernel, Activation activation) => Assert.True(PValue(Brief, kernel, activation) > Level);

    [Theory]
    [MemberData(nameof(TestedKernels.Broken), MemberType = typeof(TestedKernels))]
    public void A_broken_twin_is_rejected(string twin, Activation activation) => Assert.True(PValue(Brief, twin, activation) < Level);

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(TestedKernels.Exact), MemberType = typeof(TestedKernels))]
    public void The_joint_law_is_kept_in_the_long_run(string kernel, Activation activation) =>
        Assert.True(PValue(Thorough, kernel, activation) > Level);

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(TestedKernels.Broken), MemberType = typeof(TestedKernels))]
    public void A_broken_twin_is_rejected_in_the_long_run(string twin, Activation activation) =>
        Assert.True(PValue(Thorough, twin, activation) < Level);

    [Fact]
    public void The_two_sample_test_has_the_false_alarm_rate_it_says()
    {
        const int Tests = 4000;
        var alarms = Enumerable.Range(0, Tests).Count(test =>
        {
            double[] first = new double[200], second = new double[200];
            new RandomStream(1, RandomPurpose.Simulation, (uint)test, 0).Normals(first);
            new RandomStream(1, RandomPurpose.Simulation, (uint)test, 1).Normals(second);
            return KolmogorovSmirnov.PValue(first, second) < 0.05;
        });
        // At most 5 % (ties of ranks make it a little less), within 4.5 binomial deviations; no less than 3 %, or it would have no power.
        Assert.InRange((double)alarms / Tests, 0.03, 0.05 + (4.5 * Math.Sqrt(0.05 * 0.95 / Tests)));
        Near.Relative(0.0001931868274441939, KolmogorovSmirnov.Tail(2.15), 1e-12, "scipy.special.kolmogorov");
        Near.Relative(0.7112351950296893, KolmogorovSmirnov.Tail(0.7), 1e-12, "scipy.special.kolmogorov");
    }

    private double PValue(JointDistribution test, string kernel, Activation activation)
    {
        var p = test.PValue(TestedKernels.Tiny(activation), context => TestedKernels.Create(kernel, context));
        output.WriteLine(FormattableString.Invariant($"p = {p}"));
        return p;
    }
}
