using System.Globalization;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>A bad argument is named, with what came and what was expected; under any culture.</summary>
public class BadInputTests
{
    private static readonly DataSet Data = new Draws(61).Data(6, 4);
    private static readonly Network Linear = Network.FromVariances(10, 4, Activation.Linear, 1.5, 1, 1, 0.1);

    public static TheoryData<TheoryKind> All => new(Theories.ForLinear);

    public static TheoryData<TheoryKind> LinearOnly => new(Theories.ForLinear.Except(Theories.ForAll));

    [Theory]
    [MemberData(nameof(LinearOnly))]
    public void A_theory_of_linear_networks_names_another_activation(TheoryKind theory)
    {
        foreach (var activation in new[] { Activation.Erf, Activation.Relu })
        {
            var network = Network.FromVariances(10, 4, activation, 1, 1, 1, 0.1);
            var error = Assert.Throws<ArgumentException>(() => Theories.Solve(theory, network, Data));
            Assert.Equal("network", error.ParamName);
            Assert.Contains(activation.ToString(), error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_kernel_of_another_network_is_refused_with_both_named(TheoryKind theory)
    {
        var other = Network.FromVariances(10, 4, Activation.Linear, 2.5, 1, 1, 0.1);
        var error = Assert.Throws<ArgumentException>(() => Theories.Solve(theory, Linear, TrainingKernel.On(other, Data)));
        Assert.Equal("network", error.ParamName);
        Assert.Contains("g_v = 2.5", error.Message, StringComparison.Ordinal);
        Assert.Contains("g_v = 1.5", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_data_set_of_another_dimension_is_refused_with_both_shapes(TheoryKind theory)
    {
        var error = Assert.Throws<ArgumentException>(() => Theories.Solve(theory, Linear, new Draws(1).Data(3, 5)));
        Assert.Equal("data", error.ParamName);
        Assert.Contains("3×5", error.Message, StringComparison.Ordinal);
        Assert.Contains("4 entries", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Test_points_of_another_shape_or_not_finite_are_refused(TheoryKind theory)
    {
        var posterior = Theories.Solve(theory, Linear, Data);
        var nan = Matrix<double>.Build.Dense(2, 4);
        nan[1, 2] = double.NaN;
        foreach (var (bad, expected) in new[] { (Matrix<double>.Build.Dense(2, 3), "2×3"), (nan, "row 2, column 3") })
        {
            Action[] questions = [() => posterior.Predict(bad), () => posterior.Covariance(bad), () => posterior.FeatureKernel(bad)];
            foreach (var ask in questions)
            {
                var error = Assert.Throws<ArgumentException>(ask);
                Assert.Equal("inputs", error.ParamName);
                Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(99)]
    public void A_branch_that_does_not_exist_is_named_with_their_number(int branch)
    {
        var error = Assert.Throws<ArgumentException>(() => ProportionalLimit.Solve(Linear, TrainingKernel.On(Linear, Data), branch));
        Assert.Equal("branch", error.ParamName);
        Assert.Contains(FormattableString.Invariant($"branch {branch} does not exist"), error.Message, StringComparison.Ordinal);
        Assert.Contains("1 stationary point", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Nothing_is_no_argument(TheoryKind theory)
    {
        Assert.Throws<ArgumentNullException>(() => Theories.Solve(theory, null!, TrainingKernel.On(Linear, Data)));
        Assert.Throws<ArgumentNullException>(() => Theories.Solve(theory, Linear, (TrainingKernel)null!));
    }

    [Fact]
    public void Messages_are_written_with_a_decimal_point_under_a_German_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal("0,5", $"{0.5}");
            var error = Assert.Throws<ArgumentException>(() => Linear.WithNoise(-0.5));
            Assert.Contains("it is -0.5", error.Message, StringComparison.Ordinal);
            A_kernel_of_another_network_is_refused_with_both_named(TheoryKind.TreeLevel);
            var narrow = OneLoop.Solve(Network.FromVariances(2, 4, Activation.Linear, 1, 1, 1, 1e-3), Data);
            Assert.Equal(SolverStatus.NoSolution, narrow.Status);
            Assert.Matches("loop weight 0\\.\\d", narrow.Message);
            Assert.Contains("p = 0.6", FeatureLearning.Tasks.IsingTask.Draw(3, 2, 2, 0.6, 1).Name, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
