using FeatureLearning.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace FeatureLearning.Tests.Numerics;

public class DensityQuadratureTests
{
    /// <summary>q ~ Gamma(N/2, N/2), the prior of q: the density of s = log q is q^{N/2} e^{−Nq/2} up to its normaliser.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(100000)]
    public void Moments_and_normaliser_of_a_Gamma_density_are_the_known_ones(int width)
    {
        var half = width / 2.0;
        var rule = DensityQuadrature.OfLogDensity(s => half * (s - Math.Exp(s)), -(120 / half) - Math.Sqrt(240 / half), Math.Log(2 + (200 / half)), 0.5 / Math.Sqrt(1 + half));
        var gamma = new Gamma(half, half);
        Near.Relative(gamma.Mean, rule.Nodes.Mean(q => q), 1e-12, "mean");
        Near.Relative(gamma.Variance, rule.Nodes.Mean(q => (q - 1) * (q - 1)), 1e-10, "variance");
        Near.Relative(gamma.Skewness, rule.Nodes.Mean(q => Math.Pow((q - 1) / gamma.StdDev, 3)), 1e-8, "skewness");
        Near.Absolute(SpecialFunctions.GammaLn(half) - (half * Math.Log(half)), rule.LogNormalizer, 1e-12 * Math.Max(1, half), "log normaliser");
        Near.Relative(SpecialFunctions.DiGamma(half) - Math.Log(half), rule.Nodes.Mean(Math.Log), 1e-12, "⟨log q⟩", floor: 1);
    }

    [Fact]
    public void Both_modes_of_a_bimodal_density_are_counted()
    {
        // Two Gaussians in s, weights 0.3 and 0.7, eight orders of magnitude apart in q.
        static double Mode(double s, double at, double width) => Math.Exp(-(s - at) * (s - at) / (2 * width * width)) / width;
        var rule = DensityQuadrature.OfLogDensity(
            s => Math.Log(Math.Max((0.3 * Mode(s, -12, 0.2)) + (0.7 * Mode(s, 6, 0.5)), 1e-300)), -40, 12, 0.1);
        Near.Relative(Math.Sqrt(2 * Math.PI), Math.Exp(rule.LogNormalizer), 1e-12, "normaliser");
        Near.Relative(0.3, rule.Nodes.Mean(q => q < 1 ? 1 : 0), 1e-12, "lower weight");
        Near.Relative(0.7 * Math.Exp(6 + 0.125), rule.Nodes.Mean(q => q), 1e-6, "mean");
    }

    [Fact]
    public void Weights_sum_to_one()
    {
        var rule = DensityQuadrature.OfLogDensity(s => 20 * (s - Math.Exp(s)), -10, 3, 0.1);
        Near.Relative(1, rule.Nodes.Weights.Sum(), 1e-14);
        Assert.Equal(rule.Count, rule.Nodes.Weights.Length);
        Assert.Equal(rule.Nodes.Points.Order(), rule.Nodes.Points);
    }
}
