using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics;

namespace FeatureLearning.Theory;

/// <summary>
/// The unnormalised posterior density of s = log q of a linear network, q = |w|²/(Nλ), with the prior's normalisation kept, so that its
/// integral is (2π)^{P/2} p(y).
/// </summary>
internal sealed class ReadoutNormDensity
{
    private readonly double[] eigenvalues;
    private readonly double noise;
    private readonly double halfWidth;
    private readonly double logPriorNormalizer;

    public ReadoutNormDensity(Network network, TrainingKernel kernel)
    {
        noise = network.Noise;
        halfWidth = network.Width / 2.0;
        logPriorNormalizer = (halfWidth * Math.Log(halfWidth)) - SpecialFunctions.GammaLn(halfWidth);
        Targets = kernel.Factorization.ToEigenbasis(kernel.Data.Targets.AsArray());
        eigenvalues = Array.ConvertAll(kernel.Factorization.Eigenvalues.ToArray(), value => network.KernelScale * value);
    }

    /// <summary>Uᵀy.</summary>
    public double[] Targets { get; }

    /// <summary>1/(qλᵢ + κ).</summary>
    public double Resolvent(int i, double q) => 1 / ((q * eigenvalues[i]) + noise);

    /// <summary>log of the density of s = log q: (N/2)(s − eˢ) + const − ½ log det(qK+κ) − ½ yᵀ(qK+κ)⁻¹y.</summary>
    public double LogDensity(double s)
    {
        var q = Math.Exp(s);
        double sum = 0;
        for (var i = 0; i < eigenvalues.Length; i++)
        {
            var a = (q * eigenvalues[i]) + noise;
            sum += Math.Log(a) + (Targets[i] * Targets[i] / a);
        }

        return logPriorNormalizer + (halfWidth * (s - q)) - (sum / 2);
    }

    /// <summary>Nodes in q and normalised weights, exact to rounding for smooth functions.</summary>
    public DensityQuadrature Quadrature()
    {
        // Left of the lower bound the prior falls like q^{N/2}, near its mode like a Gaussian of width √(2/N), and nothing else changes any
        // more; right of the upper one it falls like e^{−Nq/2}.
        double largest = eigenvalues.Length == 0 ? 0 : eigenvalues.Max(), norm = Targets.Sum(y => y * y);
        var lower = -Math.Log(1 + (largest / noise)) - (100 / halfWidth) - Math.Sqrt(200 / halfWidth);
        var upper = Math.Log(2 + (norm / (4 * halfWidth * noise)) + (200 / halfWidth));
        return DensityQuadrature.OfLogDensity(LogDensity, lower, upper, 0.5 / Math.Sqrt(1 + halfWidth + (eigenvalues.Length / 2.0)));
    }
}
