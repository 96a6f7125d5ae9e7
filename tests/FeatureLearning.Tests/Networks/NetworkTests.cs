using FeatureLearning.Networks;

namespace FeatureLearning.Tests.Networks;

public class NetworkTests
{
    public static TheoryData<Activation> Activations => new(Enum.GetValues<Activation>());

    [Theory]
    [MemberData(nameof(Activations))]
    public void Both_notations_make_the_same_network(Activation activation)
    {
        var precisions = Network.FromPrecisions(100, 50, activation, 4, 0.5, 0.03);
        Assert.Equal(Network.FromVariances(100, 50, activation, 0.25, 2, 1, 0.03), precisions);
        Assert.Equal(0.25 / 50, precisions.HiddenPriorVariance);
        Assert.Equal(2.0 / 100, precisions.ReadoutPriorVariance);
    }

    [Fact]
    public void Prior_variances_follow_from_the_scaling()
    {
        var network = Network.FromVariances(40, 8, Activation.Erf, 2, 3, 5, 0.1);
        Assert.Equal(3.0 / (40 * 5), network.ReadoutPriorVariance);
        Assert.Equal(3.0 / 5, network.KernelScale);
        Assert.Equal(2.0 / 8, network.HiddenPriorVariance);
    }

    [Fact]
    public void Another_scaling_takes_the_noise_along_or_leaves_it()
    {
        var network = Network.FromVariances(40, 8, Activation.Erf, 2, 3, 5, 0.1);
        Assert.Equal(0.1 * 5 / 20, network.AtScaling(20).Noise, 15);
        Assert.Equal(20, network.AtScaling(20).Scaling);
        Assert.Equal(0.1, network.WithScaling(20).Noise);
        Assert.Equal(network, network.WithScaling(20).WithScaling(5));
        Assert.Equal(7, network.WithWidth(7).Width);
        Assert.Equal(0.7, network.WithNoise(0.7).Noise);
        Assert.Equal(network.KernelScale, network.WithWidth(7).KernelScale);
    }

    public static TheoryData<string, double> BadValues
    {
        get
        {
            var rows = new TheoryData<string, double>();
            foreach (var name in new[] { "gv", "gw", "chi", "kappa", "lambda0", "lambda1", "temperature" })
            {
                foreach (var value in new[] { 0, -0.5, double.NaN, double.PositiveInfinity })
                {
                    rows.Add(name, value);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public void A_value_outside_its_domain_is_named_with_what_came(string name, double value)
    {
        double Value(string parameter) => parameter == name ? value : 1;
        void Make() => _ = name is "lambda0" or "lambda1" or "temperature"
            ? Network.FromPrecisions(2, 2, Activation.Linear, Value("lambda0"), Value("lambda1"), Value("temperature"))
            : Network.FromVariances(2, 2, Activation.Linear, Value("gv"), Value("gw"), Value("chi"), Value("kappa"));
        var error = Assert.Throws<ArgumentException>(Make);
        Assert.Equal(name, error.ParamName);
        Assert.Contains(FormattableString.Invariant($"it is {value}"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2, "width")]
    [InlineData(-3, 2, "width")]
    [InlineData(2, 0, "inputDimension")]
    public void A_count_below_one_is_named(int width, int dimension, string name)
    {
        var error = Assert.Throws<ArgumentException>(() => Network.FromVariances(width, dimension, Activation.Linear, 1, 1, 1, 1));
        Assert.Equal(name, error.ParamName);
        Assert.Contains("at least 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_are_checked_too()
    {
        var network = Network.FromVariances(2, 2, Activation.Linear, 1, 1, 1, 1);
        Assert.Equal("chi", Assert.Throws<ArgumentException>(() => network.AtScaling(0)).ParamName);
        Assert.Equal("chi", Assert.Throws<ArgumentException>(() => network.WithScaling(double.NaN)).ParamName);
        Assert.Equal("kappa", Assert.Throws<ArgumentException>(() => network.WithNoise(-1)).ParamName);
        Assert.Equal("width", Assert.Throws<ArgumentException>(() => network.WithWidth(0)).ParamName);
        Assert.Equal("activation", Assert.Throws<ArgumentException>(
            () => Network.FromVariances(2, 2, (Activation)9, 1, 1, 1, 1)).ParamName);
    }
}
