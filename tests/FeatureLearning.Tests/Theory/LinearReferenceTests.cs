using System.Text.Json;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>data/linear.json: all theories of linear networks against numbers computed outside the library.</summary>
public class LinearReferenceTests
{
    private const int WithoutOneLoop = 4;
    private static readonly ReferenceCase[] All = [.. JsonTable.Read("data/linear.json").Select(ReferenceCase.Of)];

    public static TheoryData<int> Cases => new(Enumerable.Range(0, All.Length));

    public static TheoryData<int> CasesWithOneLoop => new(Enumerable.Range(0, All.Length).Where(i => All[i].Json.Has("one_loop")));

    public static TheoryData<int> CaseWithoutOneLoop => new(WithoutOneLoop);

    [Theory]
    [OnManaged]
    [OnNative]
    public void Exact_q_and_means_are_the_reference_ones(Backend backend, int index)
    {
        var (posterior, expected) = Solve(TheoryKind.Exact, backend, index, "exact");
        Near.Relative(expected.Number("q_mean"), posterior.OrderParameter, 1e-9, "⟨q⟩");
        Near.Relative(expected.Number("q_var"), posterior.OrderParameterVariance!.Value, 1e-8, "Var q");
        SameMeans(posterior, expected, index, 1e-9);
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Tree_level_Q_and_means_are_the_reference_ones(Backend backend, int index)
    {
        var (posterior, expected) = Solve(TheoryKind.TreeLevel, backend, index, "tree_level");
        Near.Relative(expected.Number("Q"), posterior.OrderParameter, 1e-11, "Q");
        SameMeans(posterior, expected, index, 1e-11);
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Proportional_Q_and_means_are_the_reference_ones(Backend backend, int index)
    {
        var (posterior, expected) = Solve(TheoryKind.Proportional, backend, index, "proportional");
        Near.Relative(expected.Number("Q"), posterior.OrderParameter, 1e-10, "Q");
        SameMeans(posterior, expected, index, 1e-10);
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Strict_one_loop_means_are_the_reference_ones_in_every_case(Backend backend, int index)
    {
        var (posterior, expected) = Solve(TheoryKind.OneLoopStrict, backend, index, "one_loop_strict");
        Near.Relative(expected.Vector("train_mean"), posterior.TrainMean, 1e-11, "train mean");
    }

    [Theory]
    [OnManaged(nameof(CasesWithOneLoop))]
    [OnNative(nameof(CasesWithOneLoop))]
    public void Self_consistent_one_loop_means_are_the_reference_ones_where_it_exists(Backend backend, int index)
    {
        var (posterior, expected) = Solve(TheoryKind.OneLoop, backend, index, "one_loop");
        Near.Relative(expected.Vector("train_mean"), posterior.TrainMean, 1e-10, "train mean");
    }

    [Theory]
    [OnManaged(nameof(CaseWithoutOneLoop))]
    [OnNative(nameof(CaseWithoutOneLoop))]
    public void Self_consistent_one_loop_without_a_solution_is_a_status_and_gives_no_numbers(Backend backend, int index)
    {
        var reference = All[index];
        var posterior = OneLoop.Solve(reference.Network, reference.Kernel(backend));
        Assert.Equal(SolverStatus.NoSolution, posterior.Status);
        Assert.NotEmpty(posterior.Message);
        Assert.True(double.IsNaN(posterior.OrderParameter) && double.IsNaN(posterior.Action) && double.IsNaN(posterior.Residual));
        Action[] questions =
        [
            () => _ = posterior.TrainMean, () => _ = posterior.Discrepancy, () => _ = posterior.ReadoutSecondMoment,
            () => _ = posterior.ReadoutMean, () => posterior.Predict(reference.TestInputs), () => posterior.TrainCovariance(),
            () => posterior.FeatureKernel(), () => posterior.HiddenSecondMoment(), () => posterior.ReadoutHiddenCorrelation(),
        ];
        Assert.All(questions, ask => Assert.Equal(posterior.Message, Assert.Throws<InvalidOperationException>(ask).Message));
    }

    private static (Posterior Posterior, JsonElement Expected) Solve(TheoryKind theory, Backend backend, int index, string name)
    {
        var posterior = Theories.Solve(theory, All[index].Network, All[index].Kernel(backend));
        Assert.Equal((SolverStatus.Converged, theory), (posterior.Status, posterior.Theory));
        return (posterior, All[index].Json.GetProperty(name));
    }

    private static void SameMeans(Posterior posterior, JsonElement expected, int index, double tolerance)
    {
        Near.Relative(expected.Vector("train_mean"), posterior.TrainMean, tolerance, "train mean");
        Near.Relative(expected.Vector("test_mean"), posterior.Predict(All[index].TestInputs).Mean, tolerance, "test mean");
    }
}
