using System.Text.Json;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using FeatureLearning.Theory.Neurons;

namespace FeatureLearning.Benchmarks.Served;

/// <summary>
/// One round of the single-neuron theory (full, erf) from the kernels of the prior: the field, a trajectory of every particle and its twin, averages with control variates,
/// new kernels. What is compared is the field, and log density and gradient at stored particles; the particles themselves are drawn by each program's own generator.
/// </summary>
internal sealed class SingleNeuronTask : IServedTask
{
    private readonly Dictionary<string, double[]> answers = [];
    private Network network = null!;
    private NeuronPoints points = null!;
    private NeuronMoments moments = null!;
    private NeuronEvaluation evaluation = null!;
    private NeuronBuffers buffers = null!;
    private NeuronBlock[] blocks = [];
    private NeuronKernels kernels = null!;
    private double[] prior = [];
    private ulong round;

    public void Load(ServedFolder folder, JsonElement sizes)
    {
        var data = folder.ReadData(sizes);
        network = Network.FromVariances(data.Count, data.InputDimension, Activation.Erf, 2, 1, 1, 0.1);
        var kernel = TrainingKernel.On(network, data);
        var space = FeatureLearning.Theory.RowSpace.Triangular(network, kernel);
        points = NeuronPoints.Of(space.Points);
        moments = new NeuronMoments(points, NeuronPrior.Of(kernel, space.Rank));
        (evaluation, buffers) = (new NeuronEvaluation(points), new NeuronBuffers(points.Rank));
        var particles = sizes.GetProperty("particles").GetInt32();
        blocks = [.. Enumerable.Range(0, (particles + BlockProducts.Width - 1) / BlockProducts.Width).Select(i => new NeuronBlock(points.Rank, 1, (uint)i))];
        prior = (network.KernelScale * kernel.Features).ToRowMajorArray();
        kernels = new NeuronKernels(data.Targets.ToArray(), [.. prior], [.. prior]);
        var stored = new double[points.Rank * BlockProducts.Width];
        new RandomStream(1, RandomPurpose.Simulation, 0, 0).Normals(stored);
        folder.Write("rows.bin", points.Rows);
        folder.Write("kernel.bin", prior);
        folder.Write("z.bin", ByRow(stored));
        Check(stored);
    }

    public IReadOnlyDictionary<string, double[]> Run()
    {
        prior.CopyTo(kernels.First.AsSpan());
        prior.CopyTo(kernels.Second.AsSpan());
        var field = kernels.Field(network, full: true)!;
        moments.Clear();
        foreach (var block in blocks)
        {
            block.Move(field, evaluation, buffers, round, Math.PI / 2 / 4 * 0.9, 4);
            moments.Add(field, block, evaluation, keep: false);
        }

        round++;
        moments.Finish(field, keep: false);
        kernels.Approach(network, field, moments, Math.Pow(5, -0.7));
        return answers;
    }

    private void Check(double[] stored)
    {
        var field = kernels.Field(network, full: true)!;
        evaluation.Evaluate(field, stored);
        (answers["field"], answers["tilt"], answers["gradient"]) = (field.Mean, [.. evaluation.LogTilt], ByRow(evaluation.Gradient));
    }

    private double[] ByRow(double[] block) =>
        [.. Enumerable.Range(0, block.Length).Select(i => block[BlockProducts.At(points.Rank, i / BlockProducts.Width, i % BlockProducts.Width)])];
}
