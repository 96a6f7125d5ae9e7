using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// The variational Gaussian's objective with the dual variable eliminated. For ⟨zzᵀ⟩ = S = BBᵀ in whitened row space,
/// L(S) = ½ log det S − ½ tr S + r/2 − (1/2N) yᵀ(NλΦ(S) + κ)⁻¹y: its maximum over S is the saddle of
/// (1/N)(κa²/2 − aᵀy) + ½λ aᵀΦ(S)a + ½ log det S − ½ tr S + r/2, lowest in a and highest in S.
/// </summary>
/// <remarks>
/// ∂L/∂S = ½(S⁻¹ − 1 + λ GᵀTG), where by Price's theorem T = aaᵀ∘E[φ′φ′ᵀ] + diag(a∘(E[φ″φᵀ]a)); Φ depends on the diagonal of C = GSGᵀ as well.
/// </remarks>
internal sealed class VariationalAction(Network network, TrainingKernel kernel, RowSpace space)
{
    private readonly PriorKernel prior = PriorKernel.Of(network.Activation);

    /// <summary>Value, gradient in B (r², column-major) and max|1 − S + λGᵀTGS| at a factor B.</summary>
    public AscentPoint Evaluate(double[] factor)
    {
        var r = space.Rank;
        var b = Matrix<double>.Build.Dense(r, r, factor);
        var lu = b.LU();
        var logDeterminant = lu.U.Diagonal().Sum(u => Math.Log(Math.Abs(u)));
        var spread = kernel.Algebra.Multiply(space.Points, b); // GB
        if (!double.IsFinite(logDeterminant) || Fields(kernel.Algebra.Gram(spread)) is not { } fields)
        {
            return new AscentPoint(double.NegativeInfinity, new double[r * r], double.PositiveInfinity);
        }

        var value = logDeterminant - (0.5 * b.PointwisePower(2).ColumnSums().Sum()) + (0.5 * r)
            - (0.5 * kernel.Data.Targets.DotProduct(fields.Dual) / network.Width);
        var pull = kernel.Algebra.Multiply(space.Points, kernel.Algebra.Multiply(Tension(fields), spread), transposeA: true);
        var gradient = lu.Inverse().Transpose() - b + (network.ReadoutPriorVariance * pull);
        var balance = kernel.Algebra.Multiply(gradient, b, transposeB: true);
        return new AscentPoint(value, gradient.ToColumnMajorArray(), balance.Enumerate().Max(Math.Abs));
    }

    /// <summary>a, Φ and C at S = BBᵀ; null where NλΦ + κ is not positive.</summary>
    public VariationalFields? Fields(Matrix<double> covariance)
    {
        var p = covariance.RowCount;
        var features = Matrix<double>.Build.Dense(p, p, (i, j) =>
            prior.Covariance(covariance[i, i], covariance[i, j], covariance[j, j]));
        var regularised = network.KernelScale * features;
        for (var i = 0; i < p; i++)
        {
            regularised[i, i] += network.Noise;
        }

        try
        {
            var dual = regularised.Cholesky().Solve(kernel.Data.Targets);
            return dual.All(double.IsFinite) ? new VariationalFields(covariance, features, dual) : null;
        }
        catch (ArgumentException)
        {
            return null; // MathNet's report of a matrix that is not positive definite
        }
    }

    // ∂(aᵀΦa)/∂C at fixed a, symmetric.
    private Matrix<double> Tension(VariationalFields fields)
    {
        var (c, a) = (fields.Covariance, fields.Dual);
        var tension = Matrix<double>.Build.Dense(a.Count, a.Count, (i, j) =>
            a[i] * a[j] * prior.CovarianceSlope(c[i, i], c[i, j], c[j, j]));
        for (var i = 0; i < a.Count; i++)
        {
            double sum = 0;
            for (var j = 0; j < a.Count; j++)
            {
                sum += a[j] * prior.VarianceSlope(c[i, i], c[i, j], c[j, j]);
            }

            tension[i, i] += 2 * a[i] * sum;
        }

        return tension;
    }
}

/// <summary>The training points under a variational Gaussian: C, Φ(C) and a = (NλΦ+κ)⁻¹y.</summary>
internal sealed record VariationalFields(Matrix<double> Covariance, Matrix<double> Features, Vector<double> Dual);
