using System.Text.Json;
using FeatureLearning.Networks;
using FeatureLearning.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Benchmarks.Served;

/// <summary>The proportional limit of an erf network: kernel, solve, predict.</summary>
internal sealed class ProportionalTask : IServedTask
{
    private DataSet data = null!;
    private Matrix<double> test = null!;
    private Network network = null!;

    public void Load(ServedFolder folder, JsonElement sizes)
    {
        (data, test) = (folder.ReadData(sizes), folder.ReadTests(sizes));
        network = Network.FromPrecisions(
            sizes.GetProperty("width").GetInt32(), data.InputDimension, Activation.Erf, 1, 1, sizes.GetProperty("temperature").GetDouble());
    }

    public IReadOnlyDictionary<string, double[]> Run()
    {
        var posterior = ProportionalLimit.Solve(network, data);
        var prediction = posterior.Predict(test);
        return new Dictionary<string, double[]>
        {
            ["q"] = [posterior.OrderParameter], ["mean"] = prediction.Mean.ToArray(), ["variance"] = prediction.Variance.ToArray(),
        };
    }
}
