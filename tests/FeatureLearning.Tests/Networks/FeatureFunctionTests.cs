using System.Runtime.Intrinsics;
using FeatureLearning.Networks;
using FeatureLearning.Tests.Reference;

namespace FeatureLearning.Tests.Networks;

/// <summary>Features and their derivatives in both precisions, against tables of mpmath (<c>scripts/erf.py</c>).</summary>
public class FeatureFunctionTests
{
    private const float Ulp = 1f / (1 << 23);
    private static readonly CsvTable Table = CsvTable.Read("tables/erf.csv");

    [Fact]
    public void Erf_in_double_precision()
    {
        for (var row = 0; row < Table.Count; row++)
        {
            var (value, derivative) = FeatureFunction.Of(Activation.Erf, Vector512.Create(Table.Number(row, "x")));
            Near.Absolute(Table.Number(row, "erf"), value[0], 5e-16, "erf");
            Near.Relative(Table.Number(row, "derivative"), derivative[0], 2e-14, "erf′", 1e-300);
        }
    }

    [Fact]
    public void Erf_in_single_precision_to_two_units_in_the_last_place_also_where_it_is_small()
    {
        for (var row = 0; row < Table.Count; row++)
        {
            var x = Table.Number(row, "x");
            var (value, derivative) = FeatureFunction.Of(Activation.Erf, Vector512.Create((float)x));
            Near.Relative(Table.Number(row, "erf"), value[3], 2 * Ulp, FormattableString.Invariant($"erf({x})"));
            // x² has an error of half a unit, which the exponential multiplies by x²; below 10⁻³⁷ it stays where it is.
            Near.Relative(Table.Number(row, "derivative"), derivative[3], (2 + (x * x)) * Ulp, FormattableString.Invariant($"erf′({x})"), 1e-31);
        }
    }

    /// <remarks>Lengths that are no multiple of a vector's, too.</remarks>
    [Theory]
    [InlineData(4096)]
    [InlineData(13)]
    public void Erf_and_tanh_of_many_numbers_from_zero_to_saturation(int count)
    {
        double[] h = [.. Enumerable.Range(0, count).Select(i => 160.0 * (i - (count / 2)) / count)], value = new double[count], slope = new double[count];
        FeatureFunction.Evaluate(Activation.Tanh, h, value, slope);
        for (var i = 0; i < count; i++)
        {
            Near.Absolute(Math.Tanh(h[i]), value[i], 1e-15, "tanh");
            Near.Relative(1 / Math.Pow(Math.Cosh(h[i]), 2), slope[i], 1e-13, "tanh′");
            h[i] /= 10;
        }

        FeatureFunction.Evaluate(Activation.Erf, h, value, slope);
        for (var i = 0; i < count; i++)
        {
            Near.Absolute(MathNet.Numerics.SpecialFunctions.Erf(h[i]), value[i], 2e-15, "erf");
            Near.Absolute(2 / Math.Sqrt(Math.PI) * Math.Exp(-h[i] * h[i]), slope[i], 1e-15, "erf′");
        }
    }

    [Fact]
    public void What_is_not_a_number_or_infinite_stays_so()
    {
        foreach (var activation in Enum.GetValues<Activation>())
        {
            Assert.True(double.IsNaN(FeatureFunction.Of(activation, Vector512.Create(double.NaN)).Value[0]));
            Assert.True(float.IsNaN(FeatureFunction.Of(activation, Vector512.Create(float.NaN)).Value[0]));
        }

        Assert.Equal(1, FeatureFunction.Of(Activation.Erf, Vector512.Create(float.PositiveInfinity)).Value[0]);
        Assert.Equal(-1, FeatureFunction.Of(Activation.Erf, Vector512.Create(float.NegativeInfinity)).Value[0]);
        Assert.InRange(FeatureFunction.Of(Activation.Erf, Vector512.Create(float.PositiveInfinity)).Derivative[0], 0, 1e-30f);
    }

    [Fact]
    public void Relu_in_single_precision()
    {
        float[] h = [-2, -0f, 0, 1e-30f, 3];
        Assert.Equal([0, 0, 0, 1e-30f, 3], h.Select(x => FeatureFunction.Of(Activation.Relu, Vector512.Create(x)).Value[0]));
        Assert.Equal([0, 0, 0, 1, 1], h.Select(x => FeatureFunction.Of(Activation.Relu, Vector512.Create(x)).Derivative[0]));
    }
}
