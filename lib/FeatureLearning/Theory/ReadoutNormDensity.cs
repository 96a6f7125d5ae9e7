using FeatureLearning.Numerics;
using MathNet.Numerics;

namespace FeatureLearning.Theory;

/// <summary>
/// The unnormalised posterior density of s = log q of a linear network, q = |w|²/(Nλ), with the prior's normalisation kept, so that its
/// integral is (2π)^{P/2} p(y).
/// </summary>
internal sealed class ReadoutNormDensity(KernelSpectrum spectrum)
{
    private readonly double halfWidth = spectrum.Width / 2;
    private readonly double logPriorNormalizer =
        (spectrum.Width / 2 * Math.Log(spectrum.Width / 2)) - SpecialFunctions.GammaLn(spectrum.Width / 2);

    private readonly double restLogDeterminant = spectrum.Basis.Rest * Math.Log(spectrum.Noise);

    /// <summary>log of the density of s = log q: (N/2)(s − eˢ) + const − ½ log det(qK+κ) − ½ yᵀ(qK+κ)⁻¹y.</summary>
    public double LogDensity(double s)
    {
        var q = Math.Exp(s);
        var sum = spectrum.Sum(i => Math.Log(spectrum.Mu(i, q)) + (spectrum.Targets[i] * spectrum.Targets[i] / spectrum.Mu(i, q)));
        return logPriorNormalizer + (halfWidth * (s - q)) - ((sum + restLogDeterminant) / 2);
    }

    /// <summary>Nodes in q and normalised weights, exact to rounding for smooth functions.</summary>
    public DensityQuadrature Quadrature()
    {
        // Left of the lower bound the prior falls like q^{N/2}, near its mode like a Gaussian of width √(2/N), and nothing else changes any
        // more; right of the upper one it falls like e^{−Nq/2}.
        double largest = spectrum.Eigenvalues.Max(), norm = spectrum.Targets.Sum(y => y * y), noise = spectrum.Noise;
        var lower = -Math.Log(1 + (largest / noise)) - (100 / halfWidth) - Math.Sqrt(200 / halfWidth);
        var upper = Math.Log(2 + (norm / (4 * halfWidth * noise)) + (200 / halfWidth));
        return DensityQuadrature.OfLogDensity(LogDensity, lower, upper, 0.5 / Math.Sqrt(1 + halfWidth + (spectrum.Basis.Points / 2.0)));
    }
}
