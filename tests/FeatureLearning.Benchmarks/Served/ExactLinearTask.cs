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
        (data, test) = (folder.ReadData(sizes), folder.ReadTests(sizes));
        network = Network.FromVariances(
            sizes.GetProperty("width").GetInt32(), data.InputDimension, Activation.Linear, 1, 1, sizes.GetProperty("chi").GetDouble(), sizes.GetProperty("kappa").GetDouble());
    }

    public IReadOnlyDictionary<string, double[]> Run()
    {
        var posterior = ExactLinear.Solve(network, data);
        var prediction = posterior.Predict(test);
        return new Dictionary<string, double[]>
        {
            ["q"] = [posterior.OrderParameter, posterior.OrderParameterVariance!.Value],
            ["train"] = posterior.TrainMean.ToArray(),
            ["covariance"] = posterior.TrainCovariance().AsColumnMajorArray(),
            ["mean"] = prediction.Mean.ToArray(),
            ["variance"] = prediction.Variance.ToArray(),
            ["features"] = posterior.FeatureKernel().AsColumnMajorArray(),
            ["hidden"] = posterior.HiddenSecondMoment().AsColumnMajorArray(),
            ["correlation"] = posterior.ReadoutHiddenCorrelation().ToArray(),
        };
    }
}
