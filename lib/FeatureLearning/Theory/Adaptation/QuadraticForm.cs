using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Adaptation;

/// <summary>
/// q = φᵀXφ of a neuron under the prior, by its Hermite orders: q = q̄ + (hᵀBh − tr BC) + rest. For odd φ the rest is orthogonal to every
/// quadratic function of the pre-activations h, for relu to every homogeneous one. B = X∘E[φ′φ′ᵀ] + diag(X∘E[φ″φᵀ] 1), by Price's theorem. For linear φ there is no rest.
/// </summary>
/// <param name="Matrix">X, P×P, symmetric.</param>
/// <param name="Mean">q̄ = tr XΦ⁰.</param>
/// <param name="Projection">B, P×P.</param>
internal sealed record QuadraticForm(Matrix<double> Matrix, double Mean, Matrix<double> Projection)
{
    /// <summary>q − m s.</summary>
    public QuadraticForm Minus(double weight, QuadraticForm other) =>
        new(Matrix - (weight * other.Matrix), Mean - (weight * other.Mean), Projection - (weight * other.Projection));
}
