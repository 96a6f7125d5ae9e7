using System.Text.Json;
using FeatureLearning.Networks;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>
/// tables/proportional_saddles.json: every stationary point of small cases, where there are several too, and the predictions on each.
/// relu is compared with the two-parameter points: the library keeps the feature mean, which the table's one-parameter action does not.
/// </summary>
public class ProportionalSaddlesTests
{
    private static readonly ReferenceCase[] All = [.. JsonTable.Read("tables/proportional_saddles.json").Select(ReferenceCase.Of)];

    public static TheoryData<int, string> Cases => AllCases();

    [Theory]
    [OnManaged]
    [OnNative]
    public void All_stationary_points_are_found_with_their_actions_and_kinds(Backend backend, int index, string name)
    {
        var points = ProportionalLimit.Solve(All[index].Network, All[index].Kernel(backend)).StationaryPoints;
        var expected = Points(index);
        Assert.Equal(expected.Length, points.Count);
        foreach (var (point, reference) in points.Zip(expected))
        {
            var q = reference.Number("Q");
            var tolerance = Tolerance(index);
            Near.Relative(q, point.OrderParameter, tolerance, $"{name}: Q");
            Near.Relative(reference.Has("B") ? reference.Number("B") : (1 / q) - 1, point.Conjugate, 10 * tolerance, $"{name}: B", floor: 1);
            Near.Relative(reference.Number("S"), point.Action, tolerance, $"{name}: S");
            Assert.Equal(reference.Text("kind") == "minimum", point.IsMinimum);
        }
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Predictions_hold_on_every_branch(Backend backend, int index, string name)
    {
        var kernel = All[index].Kernel(backend);
        foreach (var (expected, branch) in Points(index).Select((point, branch) => (point, branch)))
        {
            var posterior = ProportionalLimit.Solve(All[index].Network, kernel, branch);
            Assert.Equal(branch, posterior.Branch);
            var prediction = posterior.Predict(All[index].TestInputs);
            var tolerance = 100 * Tolerance(index);
            Near.Relative(expected.Vector("train_mean"), posterior.TrainMean, tolerance, $"{name}, branch {branch}: train mean");
            Near.Relative(expected.Vector("test_mean"), prediction.Mean, tolerance, $"{name}, branch {branch}: test mean", 1e-6);
            Near.Relative(expected.Vector("test_variance"), prediction.Variance, tolerance, $"{name}, branch {branch}: test variance");
        }
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Without_a_branch_the_global_minimum_is_chosen(Backend backend, int index, string name)
    {
        var posterior = ProportionalLimit.Solve(All[index].Network, All[index].Kernel(backend));
        var lowest = Points(index).Where(point => point.Text("kind") == "minimum").MinBy(point => point.Number("S"));
        Near.Relative(lowest.Number("Q"), posterior.OrderParameter, Tolerance(index), $"{name}: Q");
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void The_infinitely_wide_network_predicts_the_reference_ones(Backend backend, int index, string name)
    {
        var expected = All[index].Json.GetProperty("nngp");
        var prediction = Nngp.Solve(All[index].Network, All[index].Kernel(backend)).Predict(All[index].TestInputs);
        Near.Relative(expected.Vector("test_mean"), prediction.Mean, 100 * Tolerance(index), $"{name}: test mean", 1e-6);
        Near.Relative(expected.Vector("test_variance"), prediction.Variance, 100 * Tolerance(index), $"{name}: test variance");
    }

    private static TheoryData<int, string> AllCases()
    {
        var rows = new TheoryData<int, string>();
        for (var index = 0; index < All.Length; index++)
        {
            rows.Add(index, All[index].Json.Text("name"));
        }

        return rows;
    }

    private static JsonElement[] Points(int index)
    {
        var relu = All[index].Network.Activation == Activation.Relu;
        return [.. All[index].Json.GetProperty(relu ? "two_parameters" : "one_parameter").EnumerateArray()];
    }

    // Near-duplicate inputs have kernel eigenvalues and noise of 1e-4 to 1e-5 of the largest: that many digits are lost in K itself.
    private static double Tolerance(int index) => All[index].Json.Text("name").Contains("near-duplicate", StringComparison.Ordinal)
        ? 1e-9
        : 1e-10;
}
