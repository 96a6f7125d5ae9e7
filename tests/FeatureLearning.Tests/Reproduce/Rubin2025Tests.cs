using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Observables;
using FeatureLearning.Tasks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Reproduce;

/// <summary>
/// Statements of arXiv:2502.03210 on linear networks, against the exact posterior: tree level (a rescaled kernel) is enough in mean-field
/// scaling, standard scaling needs the loop correction, and rescaling has the mean of a linear network but not its directions.
/// Sizes, noise κ₀ = 0.1/χ and teacher are this project's; several draws each.
/// </summary>
public class Rubin2025Tests
{
    private static readonly int[] Seeds = [1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    public void In_mean_field_scaling_tree_level_suffices(int dimension) => Assert.All(Seeds, seed =>
    {
        var errors = Errors(dimension, chi: 100, seed);
        Assert.True(errors.TreeLevel < 0.03, Text(errors));
        Assert.True(errors.Lazy > 1, Text(errors));
        Assert.True(errors.OneLoop < errors.TreeLevel / 10, Text(errors));
    });

    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    public void In_standard_scaling_tree_level_fails_and_one_loop_repairs_it(int dimension) => Assert.All(Seeds, seed =>
    {
        var errors = Errors(dimension, chi: 1, seed);
        Assert.True(errors.TreeLevel > 0.08, Text(errors));
        Assert.True(errors.OneLoop < errors.TreeLevel / 4, Text(errors));
        Assert.True(errors.OneLoop < 0.05, Text(errors));
    });

    [Fact]
    public void Tree_level_improves_steadily_from_standard_to_mean_field_scaling() => Assert.All(Seeds, seed =>
    {
        var errors = new[] { 1.0, 3, 10, 30, 100 }.Select(chi => Errors(30, chi, seed).TreeLevel).ToArray();
        Assert.Equal(errors.OrderDescending(), errors);
    });

    /// <summary>
    /// The rescaled kernel QΦ⁰ predicts the exact mean in mean-field scaling; its hidden weights stay isotropic, while the exact ⟨vvᵀ⟩ has
    /// a spike along the teacher.
    /// </summary>
    [Fact]
    public void Rescaling_gives_the_mean_but_not_the_direction() => Assert.All(Seeds, seed =>
    {
        var (network, data, teacher) = Setting(30, 100, seed);
        var exact = ExactLinear.Solve(network, data);
        var tree = TreeLevel.Solve(network, data);

        // The lazy network with g_w → Q g_w is the rescaled kernel: tree level's mean exactly, isotropic weights.
        var rescaled = Nngp.Solve(Network.FromVariances(
            network.Width, network.InputDimension, network.Activation, 1, tree.OrderParameter, network.Scaling, network.Noise), data);
        Near.Relative(tree.TrainMean, rescaled.TrainMean, 1e-11, "mean");
        Assert.True(Near.Distance(rescaled.Discrepancy, exact.Discrepancy) < 0.03);
        var prior = network.HiddenPriorVariance;
        Near.Relative(prior, Alignment.MomentAlong(rescaled.HiddenSecondMoment(), teacher), 1e-12, "rescaled θᵀ⟨vvᵀ⟩θ");
        Assert.True(Alignment.MomentAlong(exact.HiddenSecondMoment(), teacher) > 2 * prior);
        Assert.True(Alignment.TopEigenvector(exact.HiddenSecondMoment(), teacher) > 0.95);
        Assert.True(Alignment.CentredKernel(exact.FeatureKernel(), data.Targets)
            > Alignment.CentredKernel(rescaled.FeatureKernel(), data.Targets) + 0.1);
    });

    private static (double Lazy, double TreeLevel, double OneLoop) Errors(int dimension, double chi, int seed)
    {
        var (network, data, _) = Setting(dimension, chi, seed);
        var kernel = TrainingKernel.On(network, data);
        var exact = ExactLinear.Solve(network, kernel).Discrepancy;
        double Error(TheoryKind theory) => Near.Distance(Theories.Solve(theory, network, kernel).Discrepancy, exact);
        return (Error(TheoryKind.Nngp), Error(TheoryKind.TreeLevel), Error(TheoryKind.OneLoop));
    }

    private static (Network Network, DataSet Data, Vector<double> Teacher) Setting(int dimension, double chi, int seed)
    {
        var task = TeacherTask.Linear(InputDistribution.Ising, dimension, 60, 1, seed, amplitude: 1.5);
        return (Network.FromVariances(100, dimension, Activation.Linear, 1, 1, 1, 0.1).AtScaling(chi), task.Train, task.Teacher);
    }

    private static string Text((double Lazy, double TreeLevel, double OneLoop) e) =>
        FormattableString.Invariant($"errors: lazy {e.Lazy:0.####}, tree level {e.TreeLevel:0.####}, one loop {e.OneLoop:0.####}");
}
