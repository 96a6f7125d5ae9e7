using System.Text.Json;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Benchmarks.Served;

/// <summary>Order parameter and train discrepancies of the proportional limit (erf) at many temperatures, on one factorisation.</summary>
internal sealed class SweepTask : IServedTask
{
    private DataSet data = null!;
    private double[] temperatures = [];
    private int width, stride;

    public void Load(ServedFolder folder, JsonElement sizes)
    {
        data = folder.ReadData(sizes);
        (temperatures, width, stride) = (folder.Read("temperatures.bin"), sizes.GetProperty("width").GetInt32(), sizes.GetProperty("stride").GetInt32());
    }

    /// <summary>All temperatures; the answers are those of every stride-th, which are what the peer solves.</summary>
    public IReadOnlyDictionary<string, double[]> Run()
    {
        var d = data.InputDimension;
        var kernel = TrainingKernel.On(Network.FromPrecisions(width, d, Activation.Erf, 1, 1, 1), data);
        var solved = Array.ConvertAll(temperatures, t => ProportionalLimit.Solve(Network.FromPrecisions(width, d, Activation.Erf, 1, 1, t), kernel));
        var discrepancies = Array.ConvertAll(solved, posterior => posterior.Discrepancy.ToArray());
        int[] compared = [.. Enumerable.Range(0, temperatures.Length).Where(i => i % stride == 0)];
        return new Dictionary<string, double[]>
        {
            ["q"] = [.. compared.Select(i => solved[i].OrderParameter)], ["discrepancy"] = [.. compared.SelectMany(i => discrepancies[i])],
        };
    }
}
