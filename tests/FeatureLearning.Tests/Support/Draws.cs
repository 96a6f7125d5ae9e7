using FeatureLearning.Networks;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;

namespace FeatureLearning.Tests;

/// <summary>Seeded random matrices and data sets, by a generator that the library's tasks do not use.</summary>
internal sealed class Draws(int seed)
{
    private readonly Mcg59 source = new(seed);

    public Matrix<double> Matrix(int rows, int columns) =>
        MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(rows, columns, (_, _) => Normal.Sample(source, 0, 1));

    public Vector<double> Vector(int count) =>
        MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(count, _ => Normal.Sample(source, 0, 1));

    public DataSet Data(int count, int dimension) => new(Matrix(count, dimension), Vector(count));

    /// <summary>A positive semidefinite matrix of the given rank.</summary>
    public Matrix<double> Kernel(int size, int rank)
    {
        var x = Matrix(size, rank);
        return x * x.Transpose() / rank;
    }

    /// <summary>A random rotation.</summary>
    public Matrix<double> Rotation(int size) => Matrix(size, size).QR().Q;

    public double Gamma(double shape, double rate) => MathNet.Numerics.Distributions.Gamma.Sample(source, shape, rate);
}
