using FeatureLearning.Tasks;

namespace FeatureLearning.Tests.Tasks;

public class DrawnDigitsTaskTests
{
    [Fact]
    public void The_same_seed_gives_the_same_pictures_and_the_first_do_not_depend_on_how_many()
    {
        var many = DrawnDigitsTask.Pictures(40, 14, seed: 3);
        var few = DrawnDigitsTask.Pictures(12, 14, seed: 3);
        Assert.Equal(many.Pixels[..(12 * 196)].ToArray(), few.Pixels.ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1], few.Labels.ToArray());
        Assert.NotEqual(few.Pixels.ToArray(), DrawnDigitsTask.Pictures(12, 14, seed: 4).Pixels.ToArray());
    }

    [Fact]
    public void A_pair_is_nested_and_balanced_and_its_inputs_have_the_length_of_their_dimension()
    {
        var task = DrawnDigitsTask.Pair(3, 8, 20, 10, seed: 1, side: 14);
        var few = DrawnDigitsTask.Pair(3, 8, 5, 10, seed: 1, side: 14);
        Assert.Equal(task.Train.Take(5).Inputs, few.Train.Inputs);
        Assert.Equal(task.Test.Inputs, few.Test.Inputs);
        Assert.Equal(task.Teacher, few.Teacher);
        Assert.NotEqual(task.Train.Inputs.Row(0), task.Test.Inputs.Row(0));
        Assert.Equal([1, -1, 1, -1, 1], few.Train.Targets);
        Assert.All(task.Train.Inputs.EnumerateRows(), x => Near.Relative(196, x.DotProduct(x), 1e-12, "x·x"));
        Near.Relative(1, task.Teacher.L2Norm(), 1e-14, "|teacher|");
        Assert.Contains("drawn", task.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_look_like_themselves_more_than_like_any_other()
    {
        // The nearest of ten class means, each over 40 other pictures. A random drawing would be right in a tenth.
        var means = DrawnDigitsTask.Pictures(400, 28, seed: 1);
        var fresh = DrawnDigitsTask.Pictures(200, 28, seed: 2);
        var centres = Enumerable.Range(0, 10).Select(digit => Mean(means, digit)).ToArray();
        var right = Enumerable.Range(0, fresh.Count).Count(i =>
            fresh.Labels[i] == Enumerable.Range(0, 10).MinBy(digit => (Row(fresh, i) - centres[digit]).L2Norm()));
        Assert.True(right > 170, $"{right} of 200");
        Assert.True(right < 200, "so easy a task would not stand in for handwriting");
    }

    [Fact]
    public void Without_distortion_and_noise_a_class_is_one_shape_and_distortion_and_noise_change_it()
    {
        double Spread(double distortion, double noise)
        {
            var pictures = DrawnDigitsTask.Pictures(60, 28, 1, distortion, noise, 4);
            var mean = Mean(pictures, 4);
            return Enumerable.Range(0, 60).Average(i => (Row(pictures, i) - mean).L2Norm()) / mean.L2Norm();
        }

        var pen = Spread(0, 0);
        Assert.InRange(pen, 0.05, 0.3); // the pen's width alone
        Assert.True(Spread(0.5, 0) > pen + 0.1);
        Assert.True(Spread(1, 0) > Spread(0.5, 0) + 0.1);
        Assert.True(Spread(0, 0.2) > pen + 0.1);
    }

    [Fact]
    public void The_ink_is_the_length_of_the_strokes_times_the_pen()
    {
        // A 1 is 0.74 down and a diagonal of √(0.16² + 0.14²); the mean pen is 0.095 wide. Round ends add π/4 of a square, the corner takes some away.
        var pictures = DrawnDigitsTask.Pictures(2000, 32, 1, distortion: 0, noise: 0, 1);
        var ink = Enumerable.Range(0, 2000).Average(i => Row(pictures, i).Sum()) / 255 / (32 * 32);
        var strokes = (0.74 + Math.Sqrt((0.16 * 0.16) + (0.14 * 0.14))) * 0.095;
        Assert.InRange(ink, strokes, strokes + (0.0095 * Math.PI / 4));
    }

    [Fact]
    public void A_bad_value_is_named()
    {
        static string? Named(Action make) => Assert.Throws<ArgumentException>(make).ParamName;
        Assert.Equal("count", Named(() => DrawnDigitsTask.Pictures(0, 28, 1)));
        Assert.Equal("count", Named(() => DrawnDigitsTask.Pictures(int.MaxValue, 28, 1)));
        Assert.Equal("side", Named(() => DrawnDigitsTask.Pictures(1, 7, 1)));
        Assert.Equal("side", Named(() => DrawnDigitsTask.Pictures(1, 257, 1)));
        Assert.Equal("distortion", Named(() => DrawnDigitsTask.Pictures(1, 28, 1, -1)));
        Assert.Equal("noise", Named(() => DrawnDigitsTask.Pictures(1, 28, 1, 1, double.NaN)));
        Assert.Equal("digits", Named(() => DrawnDigitsTask.Pictures(1, 28, 1, 1, 0, 3, 10)));
        Assert.Equal("digits", Named(() => DrawnDigitsTask.Pair(-1, 3, 2, 2, 1)));
        Assert.Equal("minus", Named(() => DrawnDigitsTask.Pair(3, 3, 2, 2, 1)));
        Assert.Equal("train", Named(() => DrawnDigitsTask.Pair(3, 4, 0, 2, 1)));
        Assert.Equal("test", Named(() => DrawnDigitsTask.Pair(3, 4, 2, 0, 1)));
    }

    private static Vector<double> Row(LabelledImages images, int index) =>
        Vector<double>.Build.Dense([.. images.Image(index).ToArray().Select(p => (double)p)]);

    private static Vector<double> Mean(LabelledImages images, int digit)
    {
        var members = Enumerable.Range(0, images.Count).Where(i => images.Labels[i] == digit).ToArray();
        return members.Aggregate(Vector<double>.Build.Dense(images.Dimension), (sum, i) => sum + Row(images, i)) / members.Length;
    }
}
