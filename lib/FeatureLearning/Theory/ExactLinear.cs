using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>
/// The exact posterior of a linear network at any N, D, P, χ and κ. Given the readout, f is a Gaussian process with kernel qK,
/// q = |w|²/(Nλ) ~ Gamma(N/2, rate N/2); so the posterior is a one-dimensional mixture over
/// log p(q|y) = (N/2 − 1) log q − Nq/2 − ½ log det(qK+κ) − ½ yᵀ(qK+κ)⁻¹y + const, and every moment a quadrature.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>q</term><description>|w|²/(Nλ), dimensionless</description></item>
/// <item><term>A_q, a_q</term><description>qK + κ and A_q⁻¹y</description></item>
/// <item><term>⟨·⟩</term><description>mean over p(q|y)</description></item>
/// <item><term>M</term><description>⟨q (a_q a_qᵀ − A_q⁻¹)⟩, so that ⟨vvᵀ⟩ = Σ + λ ΣXᵀMXΣ and ⟨Φ⟩ = Φ⁰ + λ Φ⁰MΦ⁰</description></item>
/// </list>
/// Derived for this project (the mixture over the readout's norm; the hidden weights along ŵ given |w| are Gaussian, those across keep
/// their prior); arXiv:2502.03210 compares with sampled networks instead. Cov f = ⟨Cov(f|q)⟩ + Cov_q⟨f|q⟩.
/// </remarks>
public static class ExactLinear
{
    private const double Tolerance = 1e-11;

    /// <summary>Computes the kernel and the exact posterior.</summary>
    /// <param name="network">A linear network.</param>
    /// <param name="data">The training data.</param>
    /// <exception cref="ArgumentException">Another activation, or the data's input dimension is not the network's.</exception>
    public static Posterior Solve(Network network, DataSet data) => Solve(network, TrainingKernel.On(network, data));

    /// <summary>The exact posterior on a kernel: one eigendecomposition, where D &lt; P of matrices D×D alone, then O(min(P, D)) a node.</summary>
    /// <param name="network">A linear network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <returns><see cref="Posterior.OrderParameter"/> is ⟨q⟩, <see cref="Posterior.OrderParameterVariance"/> Var q.</returns>
    /// <exception cref="ArgumentException">Another activation, or the kernel is another network's.</exception>
    public static Posterior Solve(Network network, TrainingKernel kernel)
    {
        LinearOnly.Check(network, kernel, "The exact posterior");
        return Rescaled.Guard(
            TheoryKind.Exact, network, kernel, kernel.Basis.Smallest, kernel.Basis.Largest, () => SolveGuarded(network, kernel));
    }

    /// <summary>The exact posterior density of q = |w|²/(Nλ) itself.</summary>
    /// <param name="network">A linear network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="q">Where to evaluate it, positive numbers.</param>
    /// <returns>p(q|y), normalised over q &gt; 0.</returns>
    /// <exception cref="ArgumentException">Another activation, the kernel is another network's, or a q is not positive.</exception>
    public static double[] Density(Network network, TrainingKernel kernel, IEnumerable<double> q)
    {
        LinearOnly.Check(network, kernel, "The exact posterior");
        ArgumentNullException.ThrowIfNull(q);
        var density = new ReadoutNormDensity(new KernelSpectrum(network, kernel, kernel.Basis));
        var normalizer = density.Quadrature().LogNormalizer;
        return [.. q.Select(at => at > 0
            ? Math.Exp(density.LogDensity(Math.Log(at)) - normalizer) / at
            : throw new ArgumentException(FormattableString.Invariant($"q must be positive; it is {at}."), nameof(q)))];
    }

    private static Posterior SolveGuarded(Network network, TrainingKernel kernel)
    {
        var spectrum = new KernelSpectrum(network, kernel, kernel.Basis);
        var rule = new ReadoutNormDensity(spectrum).Quadrature();
        if (!(rule.Error < Tolerance))
        {
            return Posterior.Failed(TheoryKind.Exact, network, kernel, SolverStatus.NotConverged, FormattableString.Invariant(
                $"The quadrature over q still moves by {rule.Error:0.0e+0} at {rule.Count} nodes."));
        }

        var measure = MixtureMeasure.Build(network, kernel, spectrum, rule.Nodes);
        var mean = measure.SecondMomentOverPrior;
        return new Posterior(TheoryKind.Exact, network, kernel, measure)
        {
            OrderParameter = mean,
            OrderParameterVariance = rule.Nodes.Mean(q => (q - mean) * (q - mean)),
            Action = 1 - (2 * rule.LogNormalizer / network.Width),
            Residual = rule.Error,
            Iterations = rule.Count,
        };
    }
}
