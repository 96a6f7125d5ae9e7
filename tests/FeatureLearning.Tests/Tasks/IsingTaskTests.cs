using FeatureLearning.Tasks;

namespace FeatureLearning.Tests.Tasks;

public class IsingTaskTests
{
    [Fact]
    public void Patterns_are_signs_and_classes_are_balanced_in_every_even_prefix()
    {
        var task = IsingTask.Draw(30, 101, 40, 0.7, seed: 1);
        Assert.Equal((101, 30), (task.Train.Count, task.Train.InputDimension));
        Assert.Equal((40, 30), (task.Test.Count, task.Test.InputDimension));
        Assert.All(task.Train.Inputs.Enumerate(), x => Assert.Equal(1, Math.Abs(x)));
        Assert.Equal(0, task.Train.Targets.SubVector(0, 100).Sum());
        Assert.Equal(0, task.Test.Targets.Sum());
        Assert.All(task.Train.Targets, y => Assert.Equal(1, Math.Abs(y)));
    }

    /// <remarks>
    /// 2·10⁵ spins of known chance: 4.5 standard deviations have a false alarm in 7·10⁻⁶ of draws a row, and the draw is fixed.
    /// </remarks>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.55)]
    [InlineData(0.9)]
    public void Spins_are_up_with_probability_p_in_class_plus_and_one_minus_p_in_class_minus(double p)
    {
        var train = IsingTask.Draw(100, 4000, 2, p, seed: 3).Train;
        foreach (var (label, chance) in new[] { (1.0, p), (-1.0, 1 - p) })
        {
            var ups = train.Inputs.EnumerateRows().Zip(train.Targets).Where(pair => pair.Second == label)
                .Sum(pair => pair.First.Count(x => x > 0));
            var count = 2000.0 * 100;
            Near.Absolute(chance, ups / count, 4.5 * Math.Sqrt(chance * (1 - chance) / count), "chance of an up spin");
        }
    }

    [Fact]
    public void A_certain_spin_is_the_label() =>
        Assert.All(IsingTask.Draw(5, 20, 4, 1, seed: 1).Train is var t ? t.Inputs.EnumerateRows().Zip(t.Targets) : [],
            pair => Assert.All(pair.First, x => Assert.Equal(pair.Second, x)));

    [Fact]
    public void The_teacher_is_the_unit_vector_between_the_classes()
    {
        var task = IsingTask.Draw(16, 2, 2, 0.6, seed: 1);
        Near.Relative(Vector<double>.Build.Dense(16, 0.25), task.Teacher, 1e-15);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_probability_outside_0_to_1_is_an_error(double p)
    {
        var error = Assert.Throws<ArgumentException>(() => IsingTask.Draw(3, 3, 3, p, 1));
        Assert.Equal("probability", error.ParamName);
        Assert.Contains(FormattableString.Invariant($"it is {p}"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, 1, "dimension")]
    [InlineData(1, 0, 1, "train")]
    [InlineData(1, 1, -1, "test")]
    public void A_count_below_one_is_an_error(int dimension, int train, int test, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentException>(() => IsingTask.Draw(dimension, train, test, 0.5, 1)).ParamName);
}
