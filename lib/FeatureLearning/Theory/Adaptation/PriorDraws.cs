using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using FeatureLearning.Theory.Neurons;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Adaptation;

/// <summary>
/// Independent prior draws of a neuron, the same ones at every call: features φ on the training points and ψ on others, u = a·φ,
/// s = φᵀA⁻¹φ, and the rests of u² and s beyond second Hermite order.
/// </summary>
internal sealed class PriorDraws
{
    private const int Width = BlockProducts.Width;
    private readonly AdaptationProblem problem;
    private readonly CancellationToken cancellation;
    private readonly uint chain;
    private readonly QuadraticForm square;
    private readonly double[] field;
    private readonly PackedRows<double> inverse;
    private readonly (PackedRows<double> Matrix, double Trace) squareProjection, fluctuationProjection;
    private readonly NeuronOutside? elsewhere;
    private readonly double[] z, h, slopes, scratch;
    private readonly double[]? complement;

    public PriorDraws(AdaptationProblem problem, int replica, Vector<double> a, Matrix<double>? inputs, CancellationToken cancellation)
    {
        (this.problem, square, this.cancellation) = (problem, problem.Square(a), cancellation);
        chain = SingleNeuronStreams.Prior(replica);
        var (p, r) = (problem.Points.Count, problem.Space.Rank);
        (field, inverse) = (a.ToArray(), BlockProducts.Pack(p, p, problem.Inverse.ToRowMajorArray()));
        (squareProjection, fluctuationProjection) = (Whitened(square), Whitened(problem.Fluctuations));
        elsewhere = inputs is null ? null : new NeuronOutside(problem.Space, inputs);
        complement = inputs is not null && problem.Space.HasComplement ? new double[problem.Space.InputDimension * Width] : null;
        (z, h, slopes, scratch) = (new double[r * Width], new double[p * Width], new double[p * Width], new double[Math.Max(p, r) * Width]);
        Features = new double[p * Width];
    }

    /// <summary>φ, P×Width.</summary>
    public double[] Features { get; }

    /// <summary>ψ, n×Width.</summary>
    public double[] Elsewhere => elsewhere!.Features;

    /// <summary>u.</summary>
    public double[] Pull { get; } = new double[Width];

    /// <summary>s.</summary>
    public double[] Spread { get; } = new double[Width];

    /// <summary>The rest of u².</summary>
    public double[] SquareRest { get; } = new double[Width];

    /// <summary>The rest of s.</summary>
    public double[] SpreadRest { get; } = new double[Width];

    /// <summary>How many draws <see cref="Each"/> goes through.</summary>
    public double Count => (double)problem.Options.Blocks * problem.Options.FinalRounds * Width;

    /// <summary>Goes through all draws, a block at a time.</summary>
    public void Each(Action visit)
    {
        for (var block = 0; block < problem.Options.Blocks * problem.Options.FinalRounds; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            Draw((ulong)block);
            visit();
        }
    }

    private void Draw(ulong block)
    {
        var points = problem.Points;
        new RandomStream(problem.Options.Seed, RandomPurpose.InitialHidden, chain, block).Normals(z);
        BlockProducts.Multiply(points.Packed, z, h);
        FeatureFunction.Evaluate(problem.Network.Activation, h, Features, slopes);
        Quadratic(inverse, Features, Spread);
        BlockColumns.Along(field, Features, Pull);
        Quadratic(squareProjection.Matrix, z, SquareRest);
        Quadratic(fluctuationProjection.Matrix, z, SpreadRest);
        for (var c = 0; c < Width; c++)
        {
            SquareRest[c] = (Pull[c] * Pull[c]) - square.Mean - (SquareRest[c] - squareProjection.Trace);
            SpreadRest[c] = Spread[c] - problem.Fluctuations.Mean - (SpreadRest[c] - fluctuationProjection.Trace);
        }

        if (complement is not null)
        {
            new RandomStream(problem.Options.Seed, RandomPurpose.Complement, chain, block).Normals(complement);
        }

        elsewhere?.Evaluate(problem.Network.Activation, z, complement);
    }

    // xᵀMx of every column.
    private void Quadratic(PackedRows<double> matrix, double[] x, double[] result)
    {
        BlockProducts.Multiply(matrix, x, scratch);
        BlockColumns.Dots(matrix.Rows, x, scratch, result);
    }

    // GᵀBG, so that hᵀBh = zᵀGᵀBGz, and its trace.
    private (PackedRows<double> Matrix, double Trace) Whitened(QuadraticForm form)
    {
        var matrix = problem.Space.Points.TransposeThisAndMultiply(form.Projection) * problem.Space.Points;
        return (BlockProducts.Pack(matrix.RowCount, matrix.RowCount, matrix.ToRowMajorArray()), matrix.Trace());
    }
}
