using System.Text.Json;
using FeatureLearning.Observables;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>
/// tables/exact_linear.json: exact posteriors of linear networks. Tiny ones were integrated over all weights (never over q), which
/// is another theory of the same numbers.
/// </summary>
public class ExactLinearReferenceTests
{
    private static readonly ReferenceCase[] Large =
        [.. JsonTable.Read("tables/exact_linear.json", "linear_json").Select(ReferenceCase.Of)];

    private static readonly ReferenceCase[] Tiny = [.. JsonTable.Read("tables/exact_linear.json", "tiny").Select(ReferenceCase.Of)];

    public static TheoryData<int> LargeCases => new(Enumerable.Range(0, Large.Length));

    public static TheoryData<int, string> TinyCases => Named(Tiny);

    [Theory]
    [OnManaged(nameof(LargeCases))]
    [OnNative(nameof(LargeCases))]
    public void Everything_in_the_large_cases_is_the_reference_one(Backend backend, int index)
    {
        var (reference, expected) = (Large[index], Large[index].Json);
        var posterior = ExactLinear.Solve(reference.Network, reference.Kernel(backend));
        var (prediction, features) = (posterior.Predict(reference.TestInputs), posterior.FeatureKernel());
        var y = reference.Data.Targets;
        Near.Relative(Action(reference, expected), posterior.Action, 1e-11, "action");
        Near.Relative(expected.Number("q_mean"), posterior.OrderParameter, 1e-11, "⟨q⟩");
        Near.Relative(expected.Number("q_var"), posterior.OrderParameterVariance!.Value, 1e-10, "Var q");
        Near.Relative(expected.Number("w2"), posterior.ReadoutSecondMoment, 1e-11, "⟨w²⟩");
        Near.Relative(expected.Number("trace_feature_kernel"), features.Trace(), 1e-10, "tr⟨Φ⟩");
        Near.Relative(expected.Number("y_feature_kernel_y"), Alignment.Strength(features, y) * y.Count * y.Count, 1e-10, "yᵀ⟨Φ⟩y");
        Near.Relative(expected.Number("trace_vv"), posterior.HiddenSecondMoment().Trace(), 1e-10, "tr⟨vvᵀ⟩");
        Near.Relative(expected.Vector("wv"), posterior.ReadoutHiddenCorrelation(), 1e-10, "⟨wv⟩");
        Near.Relative(expected.Number("train_mean_norm"), posterior.TrainMean.L2Norm(), 1e-11, "|⟨f⟩|");
        Near.Relative(expected.Vector("train_mean"), posterior.TrainMean, 1e-11, "train mean");
        Near.Relative(expected.Vector("test_mean"), prediction.Mean, 1e-10, "test mean");
        Near.Relative(expected.Vector("test_variance"), prediction.Variance, 1e-10, "test variance");
    }

    [Theory]
    [OnManaged(nameof(TinyCases))]
    [OnNative(nameof(TinyCases))]
    public void Everything_in_the_tiny_cases_is_the_reference_one(Backend backend, int index, string name)
    {
        var expected = Tiny[index].Json.GetProperty("q");
        Compare(Tiny[index], expected, backend, (_, _) => 2e-11, name);
    }

    [Theory]
    [OnManaged(nameof(TinyCases))]
    [OnNative(nameof(TinyCases))]
    public void The_tiny_cases_agree_with_integration_over_all_weights(Backend backend, int index, string name)
    {
        var json = Tiny[index].Json;
        if (json.Has("standard_error"))
        {
            // Some 40 numbers a case: 5 standard errors give a false alarm in fewer than 1 of 10⁴ tables; the draws are fixed anyway.
            Compare(Tiny[index], json.GetProperty("brute"), backend, (field, i) => 5 * Entry(json.GetProperty("standard_error"), field, i), name);
        }
        else
        {
            var accuracy = Math.Max(10 * json.Number("largest_difference_from_q"), 1e-10);
            Compare(Tiny[index], json.GetProperty("brute"), backend, (_, _) => accuracy, name);
        }
    }

    private static void Compare(
        ReferenceCase reference, JsonElement expected, Backend backend, Func<string, int, double> tolerance, string name)
    {
        var posterior = ExactLinear.Solve(reference.Network, reference.Kernel(backend));
        Near.Absolute(
            Action(reference, expected), posterior.Action, 2 * tolerance("log_evidence", 0) / reference.Network.Width * 10, $"{name}: action");
        foreach (var (field, actual) in Answers(posterior, reference))
        {
            var numbers = Numbers(expected, field);
            Assert.Equal(numbers.Length, actual.Length);
            for (var i = 0; i < actual.Length; i++)
            {
                var scale = Math.Max(1, numbers.Max(Math.Abs));
                Near.Absolute(numbers[i], actual[i], scale * tolerance(field, i), FormattableString.Invariant($"{name}: {field}[{i}]"));
            }
        }
    }

    private static IEnumerable<(string Field, double[] Values)> Answers(Posterior posterior, ReferenceCase reference)
    {
        var (p, n) = (reference.Data.Count, reference.TestInputs.RowCount);
        yield return ("q_mean", [posterior.OrderParameter]);
        yield return ("q_var", [posterior.OrderParameterVariance!.Value]);
        yield return ("w2", [posterior.ReadoutSecondMoment]);
        yield return ("train_mean", posterior.TrainMean.ToArray());
        yield return ("test_mean", posterior.Predict(reference.TestInputs).Mean.ToArray());
        yield return ("test_cov", posterior.Covariance(reference.TestInputs).ToRowMajorArray());
        yield return ("wv", posterior.ReadoutHiddenCorrelation().ToArray());
        yield return ("vv", posterior.HiddenSecondMoment().ToRowMajorArray());
        yield return ("feature_kernel_train", posterior.FeatureKernel().ToRowMajorArray());
        var all = posterior.FeatureKernel(reference.TestInputs.Stack(reference.Data.Inputs));
        yield return ("feature_kernel_test_train", all.SubMatrix(0, n, n, p).ToRowMajorArray());
    }

    private static double[] Numbers(JsonElement json, string field) => [.. Flatten(json.GetProperty(field))];

    private static double Entry(JsonElement json, string field, int index) => Numbers(json, field)[index];

    private static IEnumerable<double> Flatten(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().SelectMany(Flatten) : [json.GetDouble()];

    private static double Action(ReferenceCase reference, JsonElement expected) => 1 - (2.0 / reference.Network.Width
        * (expected.Number("log_evidence") + (reference.Data.Count / 2.0 * Math.Log(2 * Math.PI))));

    private static TheoryData<int, string> Named(ReferenceCase[] cases)
    {
        var rows = new TheoryData<int, string>();
        foreach (var (reference, index) in cases.Select((reference, index) => (reference, index)))
        {
            rows.Add(index, reference.Json.Text("name"));
        }

        return rows;
    }
}
