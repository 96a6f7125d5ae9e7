using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>What the theories with a rescaled kernel QK share: the Gaussian-process measure and the guard of their numerics.</summary>
internal static class Rescaled
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The Gaussian process with kernel QK: W = −A⁻¹, M = Q(aaᵀ − A⁻¹).</summary>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="sums">Sums on both.</param>
    /// <param name="q">Q.</param>
    /// <param name="moves">Whether features and weights leave their priors.</param>
    public static DualMeasure Measure(Network network, TrainingKernel kernel, KernelSums sums, double q, bool moves)
    {
        var adjoint = sums.Adjoint(q);
        return new DualMeasure(network, kernel)
        {
            Rescaling = q,
            MeanWeights = adjoint,
            Discrepancies = adjoint,
            CovarianceOperator = new DualOperator(sums.Resolvent(q, -1)),
            MomentOperator = moves ? new DualOperator(sums.Resolvent(q, -q), Column(sums.Solve(q)), Scalar(q)) : null,
            SecondMomentOverPrior = q,
        };
    }

    /// <summary>
    /// Runs a solver where double precision can answer: the smallest eigenvalue of K + κ must stand above the rounding error P ε λ_max of
    /// the largest. Otherwise the status says so.
    /// </summary>
    public static Posterior Guard(TheoryKind theory, Network network, TrainingKernel kernel, Func<Posterior> solve)
    {
        if (KernelSums.InEigenbasis(network, kernel))
        {
            _ = kernel.Factorization.Eigenvectors; // they are needed anyway, and eigenvalues come with them
        }

        else if (kernel.Factorization.Form.IsAboveRounding(network.KernelScale, network.Noise))
        {
            return solve(); // no eigenvalue is needed to know it
        }

        var eigenvalues = kernel.Factorization.Eigenvalues;
        return Guard(theory, network, kernel, eigenvalues[0], eigenvalues[^1], solve);
    }

    /// <summary>The same with Φ⁰'s smallest and largest eigenvalue known.</summary>
    public static Posterior Guard(TheoryKind theory, Network network, TrainingKernel kernel, double smallest, double largest, Func<Posterior> solve)
    {
        var rounding = kernel.Data.Count * Epsilon * network.KernelScale * largest;
        return network.Noise + (network.KernelScale * smallest) > rounding
            ? solve()
            : Posterior.Failed(theory, network, kernel, SolverStatus.IllConditioned, FormattableString.Invariant(
                $"The noise κ = {network.Noise} is below the kernel's rounding error {rounding:0.0e+0}: no digit of the answer would be right."));
    }

    /// <summary>A P×1 matrix.</summary>
    public static Matrix<double> Column(ReadOnlySpan<double> values) => Matrix<double>.Build.Dense(values.Length, 1, values.ToArray());

    /// <summary>A 1×1 matrix.</summary>
    public static Matrix<double> Scalar(double value) => Matrix<double>.Build.Dense(1, 1, value);
}
