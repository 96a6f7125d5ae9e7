using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>Autocorrelations of one chain: how much of a draw is left in those after it.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>x₁ … x_n</term><description>draws of one chain, mean x̄</description></item>
/// <item><term>γ_t</term><description>autocovariance (1/n) Σ_{i ≤ n−t} (x_i − x̄)(x_{i+t} − x̄), in the draws' units squared</description></item>
/// <item><term>ρ_t</term><description>autocorrelation γ_t/γ₀, dimensionless; ρ₀ = 1</description></item>
/// </list>
/// The divisor is n for every t: the biased estimate, which keeps the sequence positive definite (Geyer 1992). By two FFTs of the
/// zero-padded chain, O(n log n).
/// </remarks>
public static class Autocorrelation
{
    /// <summary>ρ₀ … ρ_{n−1}, n numbers; all NaN where the chain is constant or has a value that is not finite.</summary>
    /// <param name="draws">One chain.</param>
    /// <exception cref="ArgumentException">There is no draw.</exception>
    public static double[] Of(ReadOnlySpan<double> draws)
    {
        if (draws.IsEmpty)
        {
            throw new ArgumentException("draws is empty; at least one draw was expected.", nameof(draws));
        }

        double[][] chain = [draws.ToArray()];
        if (!Chains.HaveSpread(chain))
        {
            return [.. Enumerable.Repeat(double.NaN, draws.Length)];
        }

        var covariances = Covariances(CentredChains.Of(chain).Values[0]);
        return Array.ConvertAll(covariances, value => value / covariances[0]);
    }

    /// <summary>γ₀ … γ_{n−1} of finite draws of moderate size; zeros for a constant chain.</summary>
    internal static double[] Covariances(double[] draws)
    {
        var covariances = new double[draws.Length];
        if (Array.TrueForAll(draws, value => value == draws[0]))
        {
            return covariances;
        }

        var mean = Moments.Mean(draws);
        var padded = new Complex[BitOperations.RoundUpToPowerOf2((uint)draws.Length) * 2];
        for (var i = 0; i < draws.Length; i++)
        {
            padded[i] = draws[i] - mean;
        }

        Fourier.Forward(padded, FourierOptions.NoScaling);
        for (var i = 0; i < padded.Length; i++)
        {
            padded[i] = (padded[i].Real * padded[i].Real) + (padded[i].Imaginary * padded[i].Imaginary);
        }

        Fourier.Inverse(padded, FourierOptions.NoScaling);
        for (var t = 0; t < draws.Length; t++)
        {
            covariances[t] = padded[t].Real / padded.Length / draws.Length;
        }

        return covariances;
    }
}
