using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Observables;

/// <summary>Relative errors ε = ‖x − r‖/‖r‖ of vectors (2-norm) and matrices (Frobenius norm).</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>x, r</term><description>value and reference, of one shape; r not zero</description></item>
/// <item><term>ε</term><description>dimensionless; NaN where a value is NaN</description></item>
/// </list>
/// </remarks>
public static class Relative
{
    /// <summary>ε of a vector.</summary>
    /// <param name="value">x.</param>
    /// <param name="reference">r, of the same length.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Error(Vector<double> value, Vector<double> reference)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(reference);
        Require.Length(value, reference.Count, nameof(value));
        return (value - reference).L2Norm() / reference.L2Norm();
    }

    /// <summary>ε of a matrix.</summary>
    /// <param name="value">x.</param>
    /// <param name="reference">r, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Error(Matrix<double> value, Matrix<double> reference)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(reference);
        return value.RowCount == reference.RowCount && value.ColumnCount == reference.ColumnCount
            ? (value - reference).FrobeniusNorm() / reference.FrobeniusNorm()
            : throw new ArgumentException(FormattableString.Invariant(
                $"value is {value.RowCount}×{value.ColumnCount}, reference {reference.RowCount}×{reference.ColumnCount}."), nameof(value));
    }
}
