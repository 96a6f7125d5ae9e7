using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning;

/// <summary>Checks of arguments, with messages that name the thing and where it is wrong.</summary>
internal static class Require
{
    /// <summary>A matrix with rows, columns and finite entries only.</summary>
    public static void Finite(Matrix<double> matrix, string name)
    {
        if (matrix.RowCount == 0 || matrix.ColumnCount == 0)
        {
            throw new ArgumentException($"{name} is empty.", name);
        }

        if (matrix.AsColumnMajorArray() is { } numbers && Spans.AreFinite(numbers))
        {
            return;
        }

        if (matrix.Find(v => !double.IsFinite(v), Zeros.Include) is { } bad)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{name} has the value {bad.Item3} in row {bad.Item1 + 1}, column {bad.Item2 + 1}; all values must be finite."), name);
        }
    }

    /// <summary>A vector with finite entries only.</summary>
    public static void Finite(Vector<double> vector, string name)
    {
        if (vector.Find(v => !double.IsFinite(v), Zeros.Include) is { } bad)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{name} has the value {bad.Item2} in row {bad.Item1 + 1}; all values must be finite."), name);
        }
    }

    /// <summary>Inputs of the dimension that the network or the training set has.</summary>
    public static void Dimension(Matrix<double> inputs, int expected, string name)
    {
        if (inputs.ColumnCount != expected)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{name} is {inputs.RowCount}×{inputs.ColumnCount}; its rows must have {expected} entries, the input dimension."), name);
        }
    }

    /// <summary>A vector of the expected length.</summary>
    public static void Length(Vector<double> vector, int expected, string name)
    {
        ArgumentNullException.ThrowIfNull(vector, name);
        if (vector.Count != expected)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} has {vector.Count} values; {expected} were expected."), name);
        }
    }

    /// <summary>A square matrix.</summary>
    public static void Square(Matrix<double> matrix, string name)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        if (matrix.RowCount != matrix.ColumnCount)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{name} is {matrix.RowCount}×{matrix.ColumnCount}; a square matrix was expected."), name);
        }
    }

    /// <summary>A count of at least one.</summary>
    public static int Positive(int value, string name) => value >= 1
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"{name} must be at least 1; it is {value}."), name);

    /// <summary>A finite number of at least zero.</summary>
    public static double NotNegative(double value, string name) => double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"{name} must be finite and not negative; it is {value}."), name);

    /// <summary>A vector with a direction.</summary>
    public static void NotZero(Vector<double> vector, string name)
    {
        if (!(vector.L2Norm() > 0))
        {
            throw new ArgumentException($"{name} is zero or not a number: it has no direction.", name);
        }
    }

    /// <summary>A finite number.</summary>
    public static double Finite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"{name} must be finite; it is {value}."), name);
}
