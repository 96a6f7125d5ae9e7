using FeatureLearning.Benchmarks.Floors;
using MathNet.Numerics.Distributions;

namespace FeatureLearning.Workbook.Tests.Benchmarks;

/// <summary>What CI calls slower than its floor.</summary>
public class FloorTests
{
    private const int Turns = 9, Trials = 20000;

    [Theory]
    [InlineData(3.0, false)]
    [InlineData(2.9, false)]
    [InlineData(2.0, true)]
    public void A_quiet_machine_is_judged_to_a_twentieth(double median, bool broken) =>
        Assert.Equal(broken, Floor.IsBroken([median - 0.01, median, median, median, median + 0.01], floor: 3));

    [Fact]
    public void A_machine_too_noisy_to_tell_fails_nothing() => Assert.False(Floor.IsBroken([0.5, 1, 2, 4, 8], floor: 3));

    /// <summary>Seed 1; the simulated rates are 0.0008 and 0.990, each bound is more than five of its standard errors away.</summary>
    [Fact]
    public void Few_false_alarms_and_few_misses()
    {
        Assert.InRange(Rate(floor: 1), 0, 0.002);
        Assert.InRange(Rate(floor: 1.25), 0.985, 1);
    }

    private static double Rate(double floor)
    {
        var normal = new Normal(1, 0.05, new Random(1));
        return Enumerable.Range(0, Trials).Count(_ => Floor.IsBroken([.. normal.Samples().Take(Turns)], floor)) / (double)Trials;
    }
}
