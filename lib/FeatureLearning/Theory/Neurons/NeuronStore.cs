using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Neurons;

/// <summary>The stored neurons of a replica, with their twins as control variates, and kernels between any points by averages over them.</summary>
internal sealed class NeuronStore
{
    private const int Width = BlockProducts.Width;
    private readonly Network network;
    private readonly TrainingKernel kernel;
    private readonly RowSpace space;
    private readonly NeuronPoints points;
    private readonly NeuronRun run;
    private readonly (uint Seed, int Replica) stream;
    private readonly Lazy<NeuronCross> train;

    public NeuronStore(
        Network network, TrainingKernel kernel, RowSpace space, NeuronPoints points, NeuronRun run, (uint Seed, int Replica) stream)
    {
        (this.network, this.kernel, this.space, this.points, this.run, this.stream) = (network, kernel, space, points, run, stream);
        train = new(() => Cross(kernel.Data.Inputs, diagonalOnly: true));
    }

    /// <summary>The training points' own kernels by the stored neurons.</summary>
    public NeuronCross Train => train.Value;

    private int Count => run.Snapshots.Count * Width;

    /// <summary>Kernels between the training points and others.</summary>
    public NeuronCross Cross(Matrix<double> inputs, bool diagonalOnly)
    {
        var (p, n) = (points.Count, inputs.RowCount);
        OuterSum first = new(p, n), second = new(p, n), twin = new(p, n);
        OwnSum own = new(n, diagonalOnly), ownTwin = new(n, diagonalOnly);
        var (evaluation, elsewhere) = (new NeuronEvaluation(points), new NeuronOutside(space, inputs));
        Each((neurons, twins, complement) =>
        {
            evaluation.EvaluateWeights(run.Field, neurons);
            elsewhere.Evaluate(network.Activation, neurons, complement);
            first.Add(evaluation.Features, elsewhere.Features, evaluation.Variance);
            second.Add(evaluation.Features, elsewhere.Features, evaluation.Second);
            own.Add(elsewhere.Features, evaluation.Second);
            evaluation.EvaluateFeatures(run.Field, twins);
            elsewhere.Evaluate(network.Activation, twins, complement);
            twin.Add(evaluation.Features, elsewhere.Features, null);
            ownTwin.Add(elsewhere.Features, null);
        });
        var lambda = run.Field.Lambda;
        var expected = kernel.Cross(inputs);
        var expectedOwn = diagonalOnly ? kernel.DiagonalAmong(inputs).ToColumnMatrix() : kernel.Among(inputs);
        return new NeuronCross(
            Controlled(first.Total(), twin.Total(), run.Coefficients.First * lambda, expected, network.Width),
            Controlled(second.Total(), twin.Total(), run.Coefficients.Second * lambda, expected, network.Width),
            Controlled(own.Total(), ownTwin.Total(), run.Coefficients.Second * lambda, expectedOwn, network.Width));
    }

    /// <summary>⟨Φ⟩ among any points.</summary>
    public Matrix<double> FeatureKernel(Matrix<double> inputs)
    {
        var n = inputs.RowCount;
        OwnSum sum = new(n, diagonalOnly: false), twin = new(n, diagonalOnly: false);
        var elsewhere = new NeuronOutside(space, inputs);
        Each((neurons, twins, complement) =>
        {
            elsewhere.Evaluate(network.Activation, neurons, complement);
            sum.Add(elsewhere.Features, null);
            elsewhere.Evaluate(network.Activation, twins, complement);
            twin.Add(elsewhere.Features, null);
        });
        return Controlled(sum.Total(), twin.Total(), run.Coefficients.Features, kernel.Among(inputs), 1);
    }

    /// <summary>θ·v and ⟨w|v⟩ of every stored neuron.</summary>
    public (double[] Along, double[] Readout) Project(Vector<double> direction)
    {
        var (inside, outside) = space.Direction(direction);
        double[] along = new double[Count], readout = new double[Count], noise = new double[Width];
        var evaluation = new NeuronEvaluation(points);
        var z = new double[points.Rank * Width];
        for (var b = 0; b < run.Snapshots.Count; b++)
        {
            Widen(run.Snapshots[b].Neurons, z);
            evaluation.EvaluateWeights(run.Field, z);
            evaluation.First.CopyTo(readout, b * Width);
            Stream(b).Normals(noise);
            for (var c = 0; c < Width; c++)
            {
                var sum = outside * noise[c];
                for (var i = 0; i < inside.Count; i++)
                {
                    sum += inside[i] * z[BlockProducts.At(points.Rank, i, c)];
                }

                along[(b * Width) + c] = space.Deviation * sum;
            }
        }

        return (along, readout);
    }

    private RandomStream Stream(int block) =>
        new(stream.Seed, RandomPurpose.Complement, SingleNeuronStreams.Complement(stream.Replica, block), 0);

    private void Each(Action<double[], double[], double[]?> visit)
    {
        var complement = space.HasComplement ? new double[space.InputDimension * Width] : null;
        double[] neurons = new double[points.Rank * Width], twins = new double[neurons.Length];
        for (var b = 0; b < run.Snapshots.Count; b++)
        {
            if (complement is not null)
            {
                Stream(b).Normals(complement);
            }

            Widen(run.Snapshots[b].Neurons, neurons);
            Widen(run.Snapshots[b].Twins, twins);
            visit(neurons, twins, complement);
        }
    }

    private static void Widen(float[] from, double[] to)
    {
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = from[i];
        }
    }

    private Matrix<double> Controlled(double[] sum, double[] twin, double coefficient, Matrix<double> expected, double factor)
    {
        var columns = expected.ColumnCount;
        return expected.MapIndexed((i, j, known) =>
        {
            var at = (i * columns) + j;
            return factor * ((coefficient * known) + ((sum[at] - (coefficient * twin[at])) / Count));
        }, Zeros.Include);
    }
}
