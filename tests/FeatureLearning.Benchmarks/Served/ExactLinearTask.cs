using System.Text.Json;
using FeatureLearning.Networks;
using FeatureLearning.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Benchmarks.Served;

/// <summary>Every observable of the exact posterior of a linear network.</summary>
internal sealed class ExactLinearTask : IServedTask
{
    private DataSet data = null!;
    private Matrix<double> test = null!;
    private Network network = null!;

    public void Load(ServedFolder folder, JsonElement sizes)
    {
        var (p, d, n) = (sizes.GetProperty("points").GetInt32(), sizes.GetProperty("dimension").GetInt32(), sizes.GetProperty("tests").GetInt32());
        data = new DataSet(folder.ReadMatrix("x.bin", p, d), Vector<double>.Build.Dense(folder.Read("y.bin")));
        test = folder.ReadMatrix("xt.bin", n, d);
        network = Network.FromVariances(
            sizes.GetProperty("width").GetInt32(), d, Activation.Linear, 1, 1, sizes.GetProperty("chi").GetDouble(), sizes.GetProperty("kappa").GetDouble());
    }

    public IReadOnlyDictionary<string, double[]> Run()
    {
        var posterior = ExactLinear.Solve(network, data);
        var prediction = posterior.Predict(test);
        return new Dictionary<string, double[]>
        {
            ["q"] = [posterior.OrderParameter, posterior.OrderParameterVariance!.Value],
            ["train"] = posterior.TrainMean.ToArray(),
            ["covariance"] = posterior.TrainCovariance().ToColumnMajorArray(),
            ["mean"] = prediction.Mean.ToArray(),
            ["variance"] = prediction.Variance.ToArray(),
            ["features"] = posterior.FeatureKernel().ToColumnMajorArray(),
            ["hidden"] = posterior.HiddenSecondMoment().ToColumnMajorArray(),
            ["correlation"] = posterior.ReadoutHiddenCorrelation().ToArray(),
        };
    }
}
