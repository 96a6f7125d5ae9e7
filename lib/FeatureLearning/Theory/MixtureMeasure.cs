using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// A mixture of Gaussian processes with kernels qK over a measure of q: ⟨f*⟩ = k*ᵀ⟨q a_q⟩, Cov f = ⟨Cov(f|q)⟩ + Cov_q⟨f|q⟩, moment operator
/// ⟨q(a_q a_qᵀ − A_q⁻¹)⟩, with A_q = qK + κ and a_q = A_q⁻¹y.
/// </summary>
internal static class MixtureMeasure
{
    /// <summary>Builds the measure.</summary>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="spectrum">Both in the eigenbasis.</param>
    /// <param name="nodes">The measure of q.</param>
    public static DualMeasure Build(Network network, TrainingKernel kernel, KernelSpectrum spectrum, WeightedNodes nodes)
    {
        var (r, count, mean) = (spectrum.Targets.Length, nodes.Points.Length, nodes.Mean(q => q));
        var solutions = Matrix<double>.Build.Dense(r, count, (i, n) => spectrum.Targets[i] / spectrum.Mu(i, nodes.Points[n]));
        var weights = Vector<double>.Build.Dense(nodes.Weights);
        var q = Vector<double>.Build.Dense(nodes.Points);
        var adjoint = solutions * weights;
        var pull = solutions * weights.PointwiseMultiply(q); // ⟨q a_q⟩
        var deviations = solutions.MapIndexed((i, n, a) => (a * q[n]) - pull[i], Zeros.Include);
        double[] Bulk(Func<double, double> factor) => [.. Enumerable.Range(0, r).Select(i =>
            -nodes.Mean(x => factor(x) / spectrum.Mu(i, x)))];
        var basis = spectrum.Basis;
        return new DualMeasure(network, kernel)
        {
            Rescaling = mean,
            MeanWeights = Vector<double>.Build.Dense(basis.From((pull / mean).AsArray())),
            Discrepancies = Vector<double>.Build.Dense(basis.From(adjoint.AsArray())),
            CovarianceOperator = Operator(basis, Bulk(x => x * x / (mean * mean)), deviations, n => nodes.Weights[n] / (mean * mean)),
            MomentOperator = Operator(basis, Bulk(x => x), solutions, n => nodes.Weights[n] * q[n]),
            SecondMomentOverPrior = mean,
        };
    }

    // U [diag(bulk) + Σₙ weightₙ aₙ aₙᵀ] Uᵀ. Solutions change so smoothly with q that the sum has a dozen directions, not one a node.
    private static DualOperator Operator(KernelBasis basis, double[] bulk, Matrix<double> columns, Func<int, double> weight)
    {
        var directions = LowRank.Factor(columns.MapIndexed((_, n, a) => Math.Sqrt(weight(n)) * a, Zeros.Include));
        return new DualOperator(new SpectralFunction(basis, bulk), directions, Matrix<double>.Build.DenseIdentity(directions.ColumnCount));
    }
}
