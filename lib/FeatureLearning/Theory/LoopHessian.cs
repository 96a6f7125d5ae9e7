using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// Γ″(a) of the one-loop action in the eigenbasis of K: diag(e) + K V C VᵀK with e = κ + αλ + βλ²/μ, V (P×3) and C (3×3) from
/// <see cref="LoopAction.Curvature"/>.
/// </summary>
internal sealed class LoopHessian
{
    private readonly Matrix<double> core;
    private readonly Matrix<double> overlap;

    private LoopHessian(double[] stiffness, Matrix<double> vectors, Matrix<double> core, Matrix<double> overlap)
    {
        (Stiffness, Vectors, this.core, this.overlap) = (stiffness, vectors, core, overlap);
    }

    /// <summary>e, P positive numbers.</summary>
    public double[] Stiffness { get; }

    /// <summary>V: (2/N)a, (2M⁻¹K − (2/N)Q²h)a and −2Q²(M⁻¹K)²a, P×3.</summary>
    public Matrix<double> Vectors { get; }

    /// <summary>Whether Γ″ is positive definite: the eigenvalues of 1 + C VᵀK e⁻¹ K V are real, and all positive exactly then.</summary>
    public bool IsPositiveDefinite => Factor().Evd().EigenValues.All(value => value.Real > 0);

    /// <summary>The Hessian at a solution.</summary>
    public static LoopHessian Of(LoopState state)
    {
        var spectrum = state.Spectrum;
        double[] stiffness = [.. Enumerable.Range(0, state.A.Length).Select(i => spectrum.Stiffness(i, state.Action))];
        var vectors = VectorsOf(state);
        var weighted = vectors.MapIndexed((i, _, v) => v * spectrum.Eigenvalues[i] / Math.Sqrt(stiffness[i]), Zeros.Include);
        return new LoopHessian(
            stiffness, vectors,
            Matrix<double>.Build.DenseOfArray(state.Action.Curvature(state.Moment(1), state.Moment(2), state.Moment(3), state.Trace(2))),
            weighted.TransposeThisAndMultiply(weighted));
    }

    /// <summary>Z = (1 + C VᵀK e⁻¹ K V)⁻¹ C, which Woodbury's identity needs.</summary>
    public Matrix<double> Screened() => Factor().Solve(core);

    private static Matrix<double> VectorsOf(LoopState state)
    {
        var (spectrum, q, h) = (state.Spectrum, state.Q, state.H);
        return Matrix<double>.Build.Dense(state.A.Length, 3, (i, j) =>
        {
            var ratio = spectrum.Eigenvalues[i] / spectrum.Mu(i, q);
            return state.A[i] * (j switch
            {
                0 => 2 / spectrum.Width,
                1 => (2 * ratio) - (2 / spectrum.Width * q * q * h),
                _ => -2 * q * q * ratio * ratio,
            });
        });
    }

    private Matrix<double> Factor() => Matrix<double>.Build.DenseIdentity(3) + (core * overlap);
}
