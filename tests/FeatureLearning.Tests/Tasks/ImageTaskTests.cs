using FeatureLearning.Networks;
using FeatureLearning.Tasks;

namespace FeatureLearning.Tests.Tasks;

public class ImageTaskTests
{
    private static readonly LabelledImages Train = Pictures(60, 1), Test = Pictures(30, 2);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(24)]
    public void The_first_points_depend_on_the_seed_and_not_on_how_many_are_drawn(int count)
    {
        var all = ImageTask.Pair(Train, Test, 1, 2, 40, 20, seed: 3);
        var some = ImageTask.Pair(Train, Test, 1, 2, count, 5, seed: 3);
        Assert.Equal(all.Train.Take(count).Inputs, some.Train.Inputs);
        Assert.Equal(all.Train.Take(count).Targets, some.Train.Targets);
        Assert.Equal(all.Test.Take(5).Inputs, some.Test.Inputs);
        Assert.Equal(all.Teacher, some.Teacher);
        Assert.NotEqual(all.Train.Inputs, ImageTask.Pair(Train, Test, 1, 2, 40, 20, seed: 4).Train.Inputs);
    }

    [Fact]
    public void Each_point_is_a_picture_of_its_class_and_none_comes_twice()
    {
        var task = ImageTask.Pair(Train, Test, 2, 0, 40, 20, seed: 5, PixelScaling.UnitInterval);
        Check(task.Train, Train, 40);
        Check(task.Test, Test, 20);

        static void Check(DataSet data, LabelledImages images, int count)
        {
            Assert.Equal(count, data.Count);
            var found = data.Inputs.EnumerateRows().Select(row => Find(images, row)).ToArray();
            Assert.Equal(count, found.Distinct().Count());
            Assert.All(found.Zip(data.Targets), pair => Assert.Equal(pair.Second > 0 ? 2 : 0, images.Labels[pair.First]));
            Assert.Equal(0, data.Targets.Sum());
        }
    }

    [Fact]
    public void Each_image_has_mean_0_and_the_length_of_its_dimension()
    {
        var task = ImageTask.Pair(Train, Test, 1, 2, 10, 10, seed: 1);
        foreach (var x in task.Train.Inputs.EnumerateRows().Concat(task.Test.Inputs.EnumerateRows()))
        {
            Near.Absolute(0, x.Sum(), 1e-12, "sum");
            Near.Relative(6, x.DotProduct(x), 1e-13, "x·x");
        }
    }

    [Fact]
    public void Both_classes_are_scaled_by_the_moments_of_all_their_training_pictures()
    {
        var raw = ImageTask.Pair(Train, Test, 1, 2, 40, 20, seed: 1, PixelScaling.UnitInterval);
        var scaled = ImageTask.Pair(Train, Test, 1, 2, 40, 20, seed: 1, PixelScaling.BothClasses);
        var values = raw.Train.Inputs.Enumerate().ToArray();
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        Near.Relative((raw.Train.Inputs - mean) / deviation, scaled.Train.Inputs, 1e-13);
        Near.Relative((raw.Test.Inputs - mean) / deviation, scaled.Test.Inputs, 1e-13);
        var few = ImageTask.Pair(Train, Test, 1, 2, 3, 20, seed: 1, PixelScaling.BothClasses);
        Assert.Equal(scaled.Train.Take(3).Inputs, few.Train.Inputs);
    }

    [Fact]
    public void The_teacher_is_the_unit_vector_between_the_class_means()
    {
        var task = ImageTask.Pair(Train, Test, 1, 2, 40, 2, seed: 1, PixelScaling.UnitInterval);
        var difference = task.Train.Inputs.TransposeThisAndMultiply(task.Train.Targets);
        Near.Relative(difference / difference.L2Norm(), task.Teacher, 1e-13);
    }

    [Fact]
    public void A_bad_value_is_named()
    {
        static string? Named(Action make) => Assert.Throws<ArgumentException>(make).ParamName;
        Assert.Equal("minus", Named(() => ImageTask.Pair(Train, Test, 1, 1, 4, 4, 1)));
        Assert.Equal("trainCount", Named(() => ImageTask.Pair(Train, Test, 1, 2, 0, 4, 1)));
        Assert.Equal("trainCount", Named(() => ImageTask.Pair(Train, Test, 1, 2, 41, 4, 1)));
        Assert.Equal("trainCount", Named(() => ImageTask.Pair(Train, Test, 1, 7, 4, 4, 1)));
        Assert.Equal("testCount", Named(() => ImageTask.Pair(Train, Test, 1, 2, 4, 21, 1)));
        Assert.Equal("testCount", Named(() => ImageTask.Pair(Train, Test, 1, 2, 4, -1, 1)));
        Assert.Equal("test", Named(() => ImageTask.Pair(Train, new LabelledImages(1, 3, 2, new byte[6], new byte[1]), 1, 2, 4, 4, 1)));
        Assert.Equal("scaling", Named(() => ImageTask.Pair(Train, Test, 1, 2, 4, 4, 1, (PixelScaling)9)));
        var blank = new LabelledImages(1, 2, 3, new byte[6 * 60], Train.Labels);
        Assert.Contains("Picture 1 has the same value", Assert.Throws<ArgumentException>(() => ImageTask.Pair(blank, blank, 1, 2, 4, 4, 1)).Message, StringComparison.Ordinal);
        Assert.Equal("images", Named(() => ImageTask.Pair(blank, blank, 1, 2, 4, 4, 1, PixelScaling.BothClasses)));
    }

    /// <summary>Labels 0, 1, 2 in turn, and pixels that no two pictures share.</summary>
    private static LabelledImages Pictures(int count, int seed)
    {
        var pixels = new byte[6 * count];
        new Random(seed).NextBytes(pixels);
        return new LabelledImages(1, 2, 3, pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))]);
    }

    private static int Find(LabelledImages images, Vector<double> row) =>
        Enumerable.Range(0, images.Count).Single(i => images.Image(i).ToArray().Zip(row).All(pair => Math.Abs(pair.First - (255 * pair.Second)) < 1e-9));
}
