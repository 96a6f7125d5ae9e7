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
        var (p, d, n) = (sizes.GetProperty("points").GetInt32(), sizes.GetProperty("dimension").GetInt32(), sizes.GetProperty("tests").GetInt32());
        data = new DataSet(folder.ReadMatrix("x.bin", p, d), Vector<double>.Build.Dense(folder.Read("y.bin")));
        test = folder.ReadMatrix("xt.bin", n, d);
        network = Network.FromPrecisions(
            sizes.GetProperty("width").GetInt32(), d, Activation.Erf, 1, 1, sizes.GetProperty("temperature").GetDouble());
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
