using FeatureLearning.Tasks;

namespace FeatureLearning.Tests.Tasks.Images;

public class LabelledImagesTests
{
    [Fact]
    public void Shrinking_averages_blocks_in_each_channel()
    {
        byte[] first = [0, 2, 10, 10, 4, 6, 10, 11, 255, 255, 0, 0, 255, 255, 0, 1], second = [.. first.Select(p => (byte)(255 - p))];
        var small = new LabelledImages(2, 4, 4, (byte[])[.. first, .. second], [5]).Shrink(2);
        Assert.Equal((1, 2, 2, 2), (small.Count, small.Channels, small.Height, small.Width));
        Assert.Equal([3, 10, 255, 0, 252, 245, 0, 255], small.Pixels.ToArray());
        Assert.Equal([5], small.Labels.ToArray());
        Assert.Equal("factor", Assert.Throws<ArgumentException>(() => small.Shrink(3)).ParamName);
        Assert.Equal("factor", Assert.Throws<ArgumentException>(() => small.Shrink(0)).ParamName);
        Assert.Equal(small.Pixels.ToArray(), small.Shrink(1).Pixels.ToArray());
    }

    [Fact]
    public void A_bad_value_is_named()
    {
        Assert.Equal("pixels", Assert.Throws<ArgumentException>(() => new LabelledImages(1, 2, 2, new byte[7], new byte[2])).ParamName);
        Assert.Equal("pixels", Assert.Throws<ArgumentException>(() => new LabelledImages(1 << 20, 1 << 20, 1 << 20, new byte[7], new byte[2])).ParamName);
        Assert.Equal("channels", Assert.Throws<ArgumentException>(() => new LabelledImages(0, 2, 2, new byte[8], new byte[2])).ParamName);
        Assert.Equal("height", Assert.Throws<ArgumentException>(() => new LabelledImages(1, 0, 2, new byte[8], new byte[2])).ParamName);
        Assert.Equal("width", Assert.Throws<ArgumentException>(() => new LabelledImages(1, 2, -2, new byte[8], new byte[2])).ParamName);
        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => new LabelledImages(1, 2, 2, [], [])).Message, StringComparison.Ordinal);
        var one = new LabelledImages(1, 1, 1, [3], [0]);
        Assert.Equal("index", Assert.Throws<ArgumentException>(() => one.Image(1).Length).ParamName);
        Assert.Equal("index", Assert.Throws<ArgumentException>(() => one.Image(-1).Length).ParamName);
    }
}
