using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>tables/one_loop.json: the loop corrections to 30 digits, small cases and the one of N &lt; rank K + 1 that has a solution.</summary>
public class OneLoopReferenceTests
{
    private static readonly ReferenceCase[] All = [.. JsonTable.Read("tables/one_loop.json").Select(ReferenceCase.Of)];

    private static readonly int[] WithSolution = [.. Enumerable.Range(0, All.Length).Where(i => All[i].Json.Has("one_loop"))];

    public static TheoryData<int> Cases => new(Enumerable.Range(0, All.Length));

    public static TheoryData<int> Solvable => new(WithSolution);

    [Fact]
    public void The_table_has_one_case_without_a_solution_and_one_of_small_width_with_one()
    {
        Assert.Equal(4, Assert.Single(Enumerable.Range(0, All.Length).Except(WithSolution)));
        var rescued = All.Single(c => c.Json.Text("name").Contains("yet a solution exists", StringComparison.Ordinal));
        Assert.True(rescued.Network.Width < rescued.Data.Count && rescued.Json.Has("one_loop"));
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Tree_level_Q_and_a_are_the_reference_ones(Backend backend, int index)
    {
        var posterior = TreeLevel.Solve(All[index].Network, All[index].Kernel(backend));
        var expected = All[index].Json.GetProperty("tree_level");
        Near.Relative(expected.Number("Q"), posterior.OrderParameter, 1e-12, "Q");
        Near.Relative(expected.Vector("a"), posterior.ScaledDiscrepancy, 1e-11, "a");
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Strict_a_and_means_are_the_reference_ones(Backend backend, int index)
    {
        var posterior = OneLoop.SolveStrict(All[index].Network, All[index].Kernel(backend));
        var expected = All[index].Json.GetProperty("one_loop_strict");
        Near.Relative(expected.Vector("a"), posterior.ScaledDiscrepancy, 1e-11, "a");
        Near.Relative(expected.Vector("train_mean"), posterior.TrainMean, 1e-11, "train mean");
        Near.Relative(expected.Vector("test_mean"), posterior.Predict(All[index].TestInputs).Mean, 1e-11, "test mean");
    }

    [Theory]
    [OnManaged(nameof(Solvable))]
    [OnNative(nameof(Solvable))]
    public void Self_consistent_Q_a_predictions_and_evidence_are_the_reference_ones(Backend backend, int index)
    {
        var posterior = OneLoop.Solve(All[index].Network, All[index].Kernel(backend));
        Assert.Equal(SolverStatus.Converged, posterior.Status);
        var expected = All[index].Json.GetProperty("one_loop");
        Near.Relative(expected.Number("Q"), Rescaling(posterior), 1e-10, "Q");
        Near.Relative(expected.Vector("a"), posterior.ScaledDiscrepancy, 1e-10, "a");
        Near.Relative(expected.Vector("train_mean"), posterior.TrainMean, 1e-10, "train mean");
        var prediction = posterior.Predict(All[index].TestInputs);
        Near.Relative(expected.Vector("test_mean"), prediction.Mean, 1e-10, "test mean");
        Near.Relative(expected.Vector("test_variance"), prediction.Variance, 1e-10, "test variance");
        var action = 1 - (2 * expected.Number("gamma_minus_ay") / All[index].Network.Width);
        Near.Relative(action, posterior.Action, 1e-11, "action");
    }

    // The table's Q is 1/(1 − aᵀKa/N); the posterior's order parameter is ⟨w²⟩/λ, which differs from it by one loop.
    private static double Rescaling(Posterior posterior)
    {
        var a = posterior.ScaledDiscrepancy;
        var energy = posterior.Network.KernelScale * a.DotProduct(posterior.Kernel.Features * a);
        return 1 / (1 - (energy / posterior.Network.Width));
    }
}
