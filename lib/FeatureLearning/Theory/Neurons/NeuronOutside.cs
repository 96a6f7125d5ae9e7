using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Neurons;

/// <summary>Features of a block of neurons on any points: h* = G* z, and across the row space h* += σ(X* − X*WWᵀ)ξ, ξ ~ N(0, 1).</summary>
internal sealed class NeuronOutside(RowSpace space, Matrix<double> inputs)
{
    private readonly PackedRows<double> inside = BlockProducts.Pack(inputs.RowCount, space.Rank, space.Project(inputs).ToRowMajorArray());
    private readonly PackedRows<double>? outside = space.HasComplement
        ? BlockProducts.Pack(inputs.RowCount, space.InputDimension, space.Complement(inputs).ToRowMajorArray())
        : null;

    private readonly double[] fields = new double[inputs.RowCount * BlockProducts.Width];
    private readonly double[] buffer = new double[inputs.RowCount * BlockProducts.Width];

    /// <summary>φ*, n×Width.</summary>
    public double[] Features { get; } = new double[inputs.RowCount * BlockProducts.Width];

    public void Evaluate(Activation activation, double[] z, double[]? complement)
    {
        BlockProducts.Multiply(inside, z, fields);
        if (outside is not null && complement is not null)
        {
            BlockProducts.Multiply(outside, complement, buffer);
            for (var i = 0; i < fields.Length; i++)
            {
                fields[i] += buffer[i];
            }
        }

        FeatureFunction.Evaluate(activation, fields, Features, buffer);
    }
}
