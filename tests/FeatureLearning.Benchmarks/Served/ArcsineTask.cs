using System.Text.Json;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Benchmarks.Served;

/// <summary>The arcsine kernel among the rows of a matrix.</summary>
internal sealed class ArcsineTask : IServedTask
{
    private Matrix<double> inputs = null!;

    public void Load(ServedFolder folder, JsonElement sizes) =>
        inputs = folder.ReadMatrix("x.bin", sizes.GetProperty("points").GetInt32(), sizes.GetProperty("dimension").GetInt32());

    public IReadOnlyDictionary<string, double[]> Run()
    {
        var kernel = KernelMatrix.Symmetric(PriorKernel.Of(Activation.Erf), inputs, 1);
        return new Dictionary<string, double[]> { ["kernel"] = kernel.AsColumnMajorArray() };
    }
}
