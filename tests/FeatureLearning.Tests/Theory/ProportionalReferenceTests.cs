using FeatureLearning.Observables;
using FeatureLearning.Networks;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>data/proportional.json.gz: the proportional limit in the notation of arXiv:2508.20989.</summary>
public class ProportionalReferenceTests
{
    private static readonly ReferenceCase[] All = [.. JsonTable.Read("data/proportional.json.gz").Select(ReferenceCase.OfPrecisions)];

    public static TheoryData<int> Cases => new(Enumerable.Range(0, All.Length));

    [Theory]
    [OnManaged]
    [OnNative]
    public void Q_action_predictions_and_loss_are_the_reference_ones(Backend backend, int index)
    {
        var reference = All[index];
        var expected = reference.Json;
        var posterior = ProportionalLimit.Solve(reference.Network, reference.Kernel(backend));
        Near.Relative(expected.Number("Q"), posterior.OrderParameter, 1e-11, "Q");
        Near.Relative(expected.Number("action"), posterior.Action, 1e-11, "action");
        var prediction = posterior.Predict(reference.TestInputs);
        Near.Relative(expected.Vector("test_mean"), prediction.Mean, 1e-10, "test mean");
        Near.Relative(expected.Vector("test_variance"), prediction.Variance, 1e-10, "test variance");
        var loss = Loss.Of(posterior, new DataSet(reference.TestInputs, expected.Vector("y_test")));
        var expectedLoss = expected.GetProperty("loss");
        Near.Relative(expectedLoss.Number("bias"), loss.SquaredBias, 1e-10, "bias²");
        Near.Relative(expectedLoss.Number("var"), loss.Variance, 1e-10, "variance");
        Near.Relative(expectedLoss.Number("total"), loss.Total, 1e-10, "loss");
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void The_stationary_points_are_the_reference_ones_and_no_others(Backend backend, int index)
    {
        var posterior = ProportionalLimit.Solve(All[index].Network, All[index].Kernel(backend));
        var found = Vector<double>.Build.DenseOfEnumerable(posterior.StationaryPoints.Select(point => point.OrderParameter));
        Near.Relative(All[index].Json.Vector("all_minima_and_saddles"), found, 1e-10, "Q");
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void The_infinitely_wide_network_predicts_the_reference_means(Backend backend, int index)
    {
        var posterior = Nngp.Solve(All[index].Network, All[index].Kernel(backend));
        Near.Relative(All[index].Json.Vector("nngp_test_mean"), posterior.Predict(All[index].TestInputs).Mean, 1e-10, "test mean");
    }
}
