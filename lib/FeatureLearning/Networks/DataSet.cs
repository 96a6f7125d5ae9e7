using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Networks;

/// <summary>Points and their targets: training data D or test data.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>P</term><description><see cref="Count"/>, the number of points</description></item>
/// <item><term>D</term><description><see cref="InputDimension"/></description></item>
/// <item><term>X</term><description><see cref="Inputs"/>, P×D, one row a point</description></item>
/// <item><term>y</term><description><see cref="Targets"/>, P numbers</description></item>
/// </list>
/// Inputs and targets are copied in and must not be written to afterwards.
/// </remarks>
public sealed record DataSet
{
    /// <summary>Makes a data set.</summary>
    /// <param name="inputs">X, P×D with P, D ≥ 1, finite.</param>
    /// <param name="targets">y, P numbers, finite.</param>
    /// <exception cref="ArgumentException">Shapes differ, or a value is not finite; the message names where.</exception>
    public DataSet(Matrix<double> inputs, Vector<double> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.RowCount != targets.Count)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"targets must have one value for each of the {inputs.RowCount} rows of inputs; it has {targets.Count}."), nameof(targets));
        }

        Require.Finite(inputs, nameof(inputs));
        Require.Finite(targets, nameof(targets));
        Inputs = inputs.Clone();
        Targets = targets.Clone();
    }

    /// <summary>Makes a data set from arrays.</summary>
    /// <param name="inputs">X, [P, D].</param>
    /// <param name="targets">y, P numbers.</param>
    /// <exception cref="ArgumentException">Shapes differ, or a value is not finite; the message names where.</exception>
    public DataSet(double[,] inputs, double[] targets)
        : this(Matrix<double>.Build.DenseOfArray(inputs), Vector<double>.Build.DenseOfArray(targets))
    {
    }

    /// <summary>P.</summary>
    public int Count => Inputs.RowCount;

    /// <summary>D.</summary>
    public int InputDimension => Inputs.ColumnCount;

    /// <summary>X, P×D, one row a point.</summary>
    public Matrix<double> Inputs { get; }

    /// <summary>y, P numbers.</summary>
    public Vector<double> Targets { get; }

    /// <summary>The first points, in order: for learning curves on nested sets.</summary>
    /// <param name="count">How many, 1 to P.</param>
    /// <exception cref="ArgumentException">The count is outside 1..P.</exception>
    public DataSet Take(int count) => count >= 1 && count <= Count
        ? new DataSet(Inputs.SubMatrix(0, count, 0, InputDimension), Targets.SubVector(0, count))
        : throw new ArgumentException(FormattableString.Invariant($"count must be between 1 and {Count}; it is {count}."), nameof(count));

    /// <summary>The same points by descending target, so that classes stand together in pictures of kernels.</summary>
    public DataSet OrderedByTarget()
    {
        var order = Enumerable.Range(0, Count).OrderByDescending(i => Targets[i]).ToArray();
        return new DataSet(
            Matrix<double>.Build.DenseOfRowVectors(order.Select(Inputs.Row)), Vector<double>.Build.Dense([.. order.Select(i => Targets[i])]));
    }
}
