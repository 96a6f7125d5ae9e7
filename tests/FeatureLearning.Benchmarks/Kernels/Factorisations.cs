using BenchmarkDotNet.Attributes;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Benchmarks.Kernels;

/// <summary>What a data set costs once: its erf kernel, its factorisation, and one solution of the proportional limit after that.</summary>
public class Factorisations
{
    private Matrix<double> inputs = null!, kernel = null!;
    private Network network = null!;
    private TrainingKernel factorised = null!;

    [Params(200, 1000)]
    public int Points { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        var task = Tasks.IsingTask.Draw(dimension: 200, train: Points, test: 1, probability: 0.6, seed: 1);
        inputs = task.Train.Inputs;
        network = Network.FromVariances(width: 500, inputDimension: 200, Activation.Erf, gv: 1, gw: 1, chi: 1, kappa: 0.1);
        kernel = KernelMatrix.Symmetric(PriorKernel.Of(Activation.Erf), inputs, 1);
        factorised = TrainingKernel.On(network, task.Train);
        _ = factorised.Factorization.Size; // it is done at first use
    }

    [Benchmark]
    public Matrix<double> ErfKernel() => KernelMatrix.Symmetric(PriorKernel.Of(Activation.Erf), inputs, 1);

    [Benchmark]
    public object Factorise() => new KernelFactorization(kernel);

    [Benchmark]
    public double ProportionalLimit() => Theory.ProportionalLimit.Solve(network, factorised).OrderParameter;
}
