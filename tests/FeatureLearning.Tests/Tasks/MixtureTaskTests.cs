using FeatureLearning.Tasks;

namespace FeatureLearning.Tests.Tasks;

public class MixtureTaskTests
{
    [Fact]
    public void Two_classes_lie_at_plus_and_minus_their_centre()
    {
        // Class means over 5000 points: 5 standard errors in 20 entries, a false alarm in 10⁻⁵ of draws; the draw is fixed.
        const double separation = 0.6;
        var task = MixtureTask.TwoClasses(10, 10000, 10, separation, seed: 1);
        Vector<double> plus = Mean(task, (i, y) => y > 0), minus = Mean(task, (i, y) => y < 0);
        Near.Relative(-plus, minus, 10 / Math.Sqrt(5000), "centres", floor: 1);
        var centre = (plus - minus) / 2;
        Near.Relative(task.Teacher, centre / centre.L2Norm(), 5 / Math.Sqrt(10000) / centre.L2Norm(), "direction", floor: 1);
        Assert.Equal(0, task.Train.Targets.Sum());
    }

    [Fact]
    public void Noise_around_the_centres_has_variance_1()
    {
        var task = MixtureTask.TwoClasses(10, 10000, 10, 0, seed: 2);
        Near.Absolute(1, task.Train.Inputs.Enumerate().Average(x => x * x), 4.5 * Math.Sqrt(2.0 / 100000), "variance");
    }

    [Fact]
    public void XOR_has_four_balanced_clusters_and_classes_without_a_linear_difference()
    {
        var task = MixtureTask.Xor(6, 8000, 8, 2, seed: 3);
        Assert.Equal(0, task.Train.Targets.Sum());
        Vector<double> plus = Mean(task, (i, y) => y > 0), minus = Mean(task, (i, y) => y < 0);
        Assert.True((plus - minus).AbsoluteMaximum() < 10 / Math.Sqrt(4000) * Math.Sqrt(1 + (4 * 9)));
        for (var cluster = 0; cluster < 4; cluster++)
        {
            var centre = Mean(task, (i, _) => i % 4 == cluster);
            var opposite = Mean(task, (i, _) => i % 4 == (cluster + 2) % 4);
            Near.Relative(-centre, opposite, 10 / Math.Sqrt(2000), "opposite cluster", floor: 1);
            Assert.True(centre.L2Norm() > 1);
        }
    }

    [Fact]
    public void A_bad_value_is_named()
    {
        Assert.Equal("separation", Assert.Throws<ArgumentException>(() => MixtureTask.TwoClasses(2, 2, 2, -1, 1)).ParamName);
        Assert.Equal("separation", Assert.Throws<ArgumentException>(() => MixtureTask.Xor(2, 2, 2, double.NaN, 1)).ParamName);
        Assert.Equal("dimension", Assert.Throws<ArgumentException>(() => MixtureTask.Xor(0, 2, 2, 1, 1)).ParamName);
        Assert.Equal("train", Assert.Throws<ArgumentException>(() => MixtureTask.TwoClasses(2, 0, 2, 1, 1)).ParamName);
        Assert.Equal("test", Assert.Throws<ArgumentException>(() => MixtureTask.TwoClasses(2, 2, 0, 1, 1)).ParamName);
    }

    private static Vector<double> Mean(LearningTask task, Func<int, double, bool> wanted)
    {
        var chosen = Enumerable.Range(0, task.Train.Count).Where(i => wanted(i, task.Train.Targets[i])).ToArray();
        return chosen.Aggregate(Vector<double>.Build.Dense(task.Train.InputDimension), (sum, i) => sum + task.Train.Inputs.Row(i)) / chosen.Length;
    }
}
