using System.Text.Json;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Tests.Reference;

/// <summary>The network, the training set and the test inputs that a case of a JSON table describes.</summary>
internal sealed record ReferenceCase(JsonElement Json, Network Network, DataSet Data, Matrix<double> TestInputs)
{
    /// <summary>A case in the notation of arXiv:2502.03210; a case without inputs of its own takes them from linear.json.</summary>
    public static ReferenceCase Of(JsonElement json)
    {
        var source = json.Has("linear_json_case") ? JsonTable.Read("data/linear.json")[json.Integer("linear_json_case")] : json;
        var inputs = source.Matrix("X");
        var activation = json.Has("activation") ? Enum.Parse<Activation>(json.Text("activation"), ignoreCase: true) : Activation.Linear;
        double Value(string name) => (json.Has(name) ? json : source).Number(name);
        var network = Network.FromVariances(
            (int)Value("N"), (int)Value("D"), activation, Value("g_v"), Value("g_w"), Value("chi"), Value("kappa"));
        return new(json, network, new DataSet(inputs, source.Vector("y")), source.Matrix("X_test"));
    }

    /// <summary>A case in the notation of arXiv:2508.20989.</summary>
    public static ReferenceCase OfPrecisions(JsonElement json)
    {
        var network = Network.FromPrecisions(
            json.Integer("N"), json.Integer("D"), Enum.Parse<Activation>(json.Text("activation"), ignoreCase: true),
            json.Number("lambda0"), json.Number("lambda1"), json.Number("temperature"));
        return new(json, network, new DataSet(json.Matrix("X"), json.Vector("y")), json.Matrix("X_test"));
    }

    /// <summary>The kernel, computed by one of the two linear algebras.</summary>
    public TrainingKernel Kernel(Backend backend) => TrainingKernel.On(Network, Data, backend.Algebra());
}
