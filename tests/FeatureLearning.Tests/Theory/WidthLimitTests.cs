using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Tasks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>How the theories approach each other as the network widens: each with its power of 1/N, not just "small".</summary>
public class WidthLimitTests
{
    private static readonly DataSet Data = TeacherTask.Linear(InputDistribution.Ising, 12, 10, 1, seed: 1, amplitude: 1.5).Train;

    public static TheoryData<TheoryKind, Activation> NotLazy
    {
        get
        {
            var rows = new TheoryData<TheoryKind, Activation>();
            foreach (var row in Theories.WithActivations.Where(row => (TheoryKind)row[0] != TheoryKind.Nngp))
            {
                rows.Add((TheoryKind)row[0], (Activation)row[1]);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(NotLazy))]
    public void Every_theory_becomes_the_infinitely_wide_one_as_1_over_N(TheoryKind theory, Activation activation)
    {
        var network = Network.FromVariances(1, 12, activation, 1.3, 1, 1, 0.1);
        var kernel = TrainingKernel.On(network, Data);
        int[] widths = [1000, 10_000, 100_000];
        var errors = Array.ConvertAll(widths, width => Near.Distance(
            Theories.Solve(theory, network.WithWidth(width), kernel).Discrepancy, Nngp.Solve(network.WithWidth(width), kernel).Discrepancy));
        Assert.True(errors[0] < 0.05, FormattableString.Invariant($"{errors[0]} at N = 1000"));
        Near.Absolute(-1, Slope.LogLog(widths.Select(n => (double)n), errors), 0.03, "slope");
    }

    [Theory]
    [MemberData(nameof(NotLazy))]
    public void Feature_learning_vanishes_as_1_over_N_in_standard_scaling(TheoryKind theory, Activation activation)
    {
        var network = Network.FromVariances(1, 12, activation, 1.3, 1, 1, 0.1);
        var kernel = TrainingKernel.On(network, Data);
        int[] widths = [1000, 10_000, 100_000];
        var changes = Array.ConvertAll(widths, width =>
            (Theories.Solve(theory, network.WithWidth(width), kernel).FeatureKernel() - kernel.Features).FrobeniusNorm());
        Near.Absolute(-1, Slope.LogLog(widths.Select(n => (double)n), changes), 0.03, "slope");
    }

    /// <summary>A fixed number of points: tree level leaves out 1/N, one loop (either form) only 1/N².</summary>
    [Theory]
    [InlineData(TheoryKind.Nngp, 1.0, -1)]
    [InlineData(TheoryKind.TreeLevel, 1.0, -1)]
    [InlineData(TheoryKind.OneLoop, 1.0, -2)]
    [InlineData(TheoryKind.OneLoopStrict, 1.0, -2)]
    [InlineData(TheoryKind.Proportional, 1.0, -1)]
    public void At_fixed_P_each_theory_approaches_the_exact_posterior_with_its_order(TheoryKind theory, double chi, double order)
    {
        int[] widths = [200, 400, 800, 1600, 3200];
        var network = Network.FromVariances(1, 12, Activation.Linear, 1.3, 1, chi, 0.1);
        var kernel = TrainingKernel.On(network, Data);
        var errors = Array.ConvertAll(widths, width => Near.Distance(
            Theories.Solve(theory, network.WithWidth(width), kernel).Discrepancy,
            ExactLinear.Solve(network.WithWidth(width), kernel).Discrepancy));
        Near.Absolute(order, Slope.LogLog(widths.Select(n => (double)n), errors), 0.1, "slope");
    }

    /// <summary>P/N and D/N fixed, a spectrum and targets that average themselves (no draw), N = 50, 100, …, 3200.</summary>
    [Fact]
    public void The_proportional_limit_approaches_the_exact_posterior_as_1_over_N_at_fixed_P_over_N()
    {
        var errors = Array.ConvertAll(Slope.Widths, width => Compare(width, SelfAveraging(width / 5)));
        Slopes(errors);
    }

    /// <summary>The same on drawn data; Gaussian inputs, P/N = 1/5, P/D = 2.</summary>
    [Fact]
    public void The_proportional_limit_approaches_the_exact_posterior_as_1_over_N_on_drawn_data_too()
    {
        var errors = Array.ConvertAll(Slope.Widths, width => Compare(width, TeacherTask.Linear(
            InputDistribution.Gaussian, width / 10, width / 5, 1, seed: 7, amplitude: 1.5, labelNoise: 0.1).Train));
        Slopes(errors);
    }

    private static void Slopes((double Q, double Discrepancy)[] errors)
    {
        var widths = Slope.Widths.Select(n => (double)n);
        Near.Absolute(-1, Slope.LogLog(widths, errors.Select(e => e.Q)), 0.1, "slope of |⟨q⟩ − Q|");
        Near.Absolute(-1, Slope.LogLog(widths, errors.Select(e => e.Discrepancy)), 0.1, "slope of the discrepancy's error");
    }

    private static (double Q, double Discrepancy) Compare(int width, DataSet data)
    {
        var network = Network.FromVariances(width, data.InputDimension, Activation.Linear, 1, 1, 1, 0.1);
        var kernel = TrainingKernel.On(network, data);
        Posterior exact = ExactLinear.Solve(network, kernel), limit = ProportionalLimit.Solve(network, kernel);
        return (Math.Abs(exact.OrderParameter - limit.OrderParameter), Near.Distance(limit.Discrepancy, exact.Discrepancy));
    }

    // K = diag(0.25 … 1.25), y = 1.
    private static DataSet SelfAveraging(int count) => new(
        Matrix<double>.Build.DenseDiagonal(count, count, i => Math.Sqrt(count * (0.25 + ((i + 0.5) / count)))), Vector<double>.Build.Dense(count, 1));
}
