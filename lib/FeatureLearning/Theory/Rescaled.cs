using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>What the theories with a rescaled kernel QK share: the Gaussian-process measure and the guard of their numerics.</summary>
internal static class Rescaled
{
    /// <summary>The Gaussian process with kernel QK: W = −A⁻¹, M = Q(aaᵀ − A⁻¹).</summary>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="sums">Sums on both.</param>
    /// <param name="q">Q.</param>
    /// <param name="moves">Whether features and weights leave their priors.</param>
    public static DualMeasure Measure(Network network, TrainingKernel kernel, KernelSums sums, double q, bool moves)
    {
        var adjoint = sums.Adjoint(q);
        KernelFunction Resolvent(double coefficient) => new ResolventFunction(kernel.Factorization, coefficient, q * sums.Scale, sums.Noise);
        return new DualMeasure(network, kernel)
        {
            Rescaling = q,
            MeanWeights = Vector<double>.Build.Dense(adjoint),
            Discrepancies = Vector<double>.Build.Dense(adjoint),
            CovarianceOperator = new DualOperator(Resolvent(-1)),
            MomentOperator = moves ? new DualOperator(Resolvent(-q), Column(sums.Solve(q)), Scalar(q)) : null,
            SecondMomentOverPrior = q,
        };
    }

    /// <summary>Runs a solver; an indefinite regularised kernel becomes a status.</summary>
    public static Posterior Guard(TheoryKind theory, Network network, TrainingKernel kernel, Func<Posterior> solve)
    {
        try
        {
            return solve();
        }
        catch (ArithmeticException error)
        {
            return Posterior.Failed(theory, network, kernel, SolverStatus.IllConditioned, error.Message);
        }
    }

    /// <summary>A P×1 matrix.</summary>
    public static Matrix<double> Column(ReadOnlySpan<double> values) => Matrix<double>.Build.Dense(values.Length, 1, values.ToArray());

    /// <summary>A 1×1 matrix.</summary>
    public static Matrix<double> Scalar(double value) => Matrix<double>.Build.Dense(1, 1, value);
}
