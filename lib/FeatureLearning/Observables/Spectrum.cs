using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Observables;

/// <summary>Spectra of kernels, second moments and covariances.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>λ₁ ≥ λ₂ ≥ …</term><description>eigenvalues, in the units of the matrix</description></item>
/// </list>
/// </remarks>
public static class Spectrum
{
    /// <summary>λ₁ ≥ λ₂ ≥ … of a symmetric matrix.</summary>
    /// <param name="symmetric">n×n, symmetric.</param>
    /// <returns>n numbers, descending.</returns>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static double[] Of(Matrix<double> symmetric)
    {
        Require.Square(symmetric, nameof(symmetric));
        return [.. symmetric.Evd(Symmetricity.Symmetric).EigenValues.Select(z => z.Real).OrderDescending()];
    }
}
