using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

public sealed class DistributionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    [InlineData(5000)]
    public void Histogram_counts_every_sample_once_and_its_density_integrates_to_one(int count)
    {
        var random = new Random(3);
        var samples = Enumerable.Range(0, count).Select(_ => random.NextDouble() * random.NextDouble()).ToArray();
        var (_, counts, width) = Distribution.Histogram(samples, null, density: false);
        Assert.Equal(count, counts.Sum());
        var (_, density, _) = Distribution.Histogram(samples, null, density: true);
        Assert.Equal(1, density.Sum() * width, 1e-12);
    }

    [Fact]
    public void Equal_samples_are_one_bar() => Assert.Single(Distribution.Histogram([2, 2, 2], null, density: true).Heights);

    [Fact]
    public void Density_is_the_sum_of_its_kernels()
    {
        double[] samples = [0, 1, 1, 3];
        const double H = 0.7;
        var (x, density) = Distribution.Density(samples, H);
        for (var i = 0; i < x.Length; i += 17)
        {
            var expected = samples.Average(s => Math.Exp(-(x[i] - s) * (x[i] - s) / (2 * H * H)) / (H * Math.Sqrt(2 * Math.PI)));
            Assert.Equal(expected, density[i], 1e-12);
        }
    }

    [Fact]
    public void Density_of_equal_samples_asks_for_a_bandwidth()
    {
        Assert.Throws<ArgumentException>(() => Figure.New().Density([1, 1], Series.Sampled));
        Figure.New().Density([1, 1], Series.Sampled, bandwidth: 0.1);
    }
}
