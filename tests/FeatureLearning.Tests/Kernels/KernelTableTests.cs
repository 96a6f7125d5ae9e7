using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Tests.Reference;

namespace FeatureLearning.Tests.Kernels;

/// <summary>The closed forms against quadratures of 30 digits: a new row of a table is a new test.</summary>
public class KernelTableTests
{
    private static readonly CsvTable Erf = CsvTable.Read("tables/erf_kernel.csv");
    private static readonly CsvTable Tanh = CsvTable.Read("tables/tanh_kernel.csv");
    private static readonly CsvTable Relu = CsvTable.Read("tables/relu_kernel.csv");

    public static TheoryData<int> ErfRows => new(Enumerable.Range(0, Erf.Count));

    public static TheoryData<int> TanhRows => new(Enumerable.Range(0, Tanh.Count));

    public static TheoryData<int> ReluRows => new(Enumerable.Range(0, Relu.Count));

    /// <remarks>asin magnifies the rounding of its argument t by t/(√(1−t²) asin t): that many units in the last place are allowed.</remarks>
    [Theory]
    [MemberData(nameof(ErfRows))]
    public void The_erf_kernel_is_that_of_the_table(int row)
    {
        double caa = Erf.Number(row, "C_aa"), cbb = Erf.Number(row, "C_bb");
        var actual = PriorKernel.Of(Activation.Erf).Covariance(caa, Erf.Number(row, "C_ab"), cbb);
        var t = 2 * Erf.Number(row, "C_ab") / Math.Sqrt((1 + (2 * caa)) * (1 + (2 * cbb)));
        var condition = t is 0 ? 1 : Math.Min(t / (Math.Sqrt(1 - (t * t)) * Math.Asin(t)), 1e4);
        Near.Relative(Erf.Number(row, "expected"), actual, 5e-16 * Math.Max(1, condition), "Φ⁰");
    }

    /// <remarks>The table has an absolute accuracy of 2e-16 where a plane is integrated, so that small values are compared to that.</remarks>
    [Theory]
    [MemberData(nameof(TanhRows))]
    public void The_tanh_kernel_is_that_of_the_table(int row)
    {
        double caa = Tanh.Number(row, "C_aa"), cbb = Tanh.Number(row, "C_bb"), expected = Tanh.Number(row, "expected");
        var actual = PriorKernel.Of(Activation.Tanh).Covariance(caa, Tanh.Number(row, "C_ab"), cbb);
        Near.Relative(expected, actual, 2e-14, "Φ⁰", floor: 0.01 * Math.Sqrt(Math.Min(caa, 1) * Math.Min(cbb, 1)));
    }

    /// <remarks>Price's theorem: the slopes against central differences of the kernel that the table has checked.</remarks>
    [Theory]
    [InlineData(1.0, 0.4, 0.8)]
    [InlineData(0.1, -0.05, 2.0)]
    [InlineData(12.0, 7.0, 9.0)]
    [InlineData(0.5, 0.4999, 0.5)]
    public void The_tanh_slopes_are_those_of_the_kernel(double caa, double cab, double cbb)
    {
        var tanh = PriorKernel.Of(Activation.Tanh);
        var h = 1e-5 * Math.Min(caa, cbb);
        double Slope(Func<double, double> f) => ((8 * (f(h) - f(-h))) - (f(2 * h) - f(-2 * h))) / (12 * h);
        Near.Relative(Slope(e => tanh.Covariance(caa, cab + e, cbb)), tanh.CovarianceSlope(caa, cab, cbb), 1e-8, "∂Φ⁰/∂C_ab");
        Near.Relative(Slope(e => tanh.Covariance(caa + e, cab, cbb)), tanh.VarianceSlope(caa, cab, cbb), 1e-8, "∂Φ⁰/∂C_aa");
    }

    /// <remarks>Near correlation −1 the value is a small difference of C_ab and √(C_aa C_bb): its rounding is relative to those.</remarks>
    [Theory]
    [MemberData(nameof(ReluRows))]
    public void The_relu_kernel_is_that_of_the_table(int row)
    {
        double caa = Relu.Number(row, "C_aa"), cbb = Relu.Number(row, "C_bb"), expected = Relu.Number(row, "expected");
        var actual = PriorKernel.Of(Activation.Relu).Covariance(caa, Relu.Number(row, "C_ab"), cbb);
        Near.Relative(expected, actual, 1e-15, "Φ⁰", floor: Math.Sqrt(caa * cbb));
        Assert.True(actual >= 0);
    }

    [Theory]
    [InlineData(Activation.Erf, "erf_derivative_mean.csv")]
    [InlineData(Activation.Relu, "relu_derivative_mean.csv")]
    [InlineData(Activation.Tanh, "tanh_derivative_mean.csv", 3e-15)]
    public void Derivative_means_are_those_of_the_table(Activation activation, string table, double tolerance = 1e-15) =>
        Compare(table, PriorKernel.Of(activation).DerivativeMean, tolerance);

    [Fact]
    public void Relu_means_are_those_of_the_table() => Compare("relu_mean.csv", PriorKernel.Of(Activation.Relu).Mean);

    private static void Compare(string file, Func<double, double> actual, double tolerance = 1e-15)
    {
        var table = CsvTable.Read($"tables/{file}");
        Assert.True(table.Count > 10);
        for (var row = 0; row < table.Count; row++)
        {
            Near.Relative(table.Number(row, "expected"), actual(table.Number(row, "C")), tolerance, FormattableString.Invariant($"{file}, row {row}"));
        }
    }
}
