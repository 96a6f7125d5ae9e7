namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>
/// Draws around their common mean in units of a power of two, so that squares and fourth powers neither overflow nor vanish, for
/// observables of any size, and nothing but the mean is rounded.
/// </summary>
/// <param name="Values">(x − x̄)/2ᵏ, chains × draws.</param>
/// <param name="Mean">x̄ over all chains, in the draws' units.</param>
/// <param name="Exponent">k.</param>
internal sealed record CentredChains(double[][] Values, double Mean, int Exponent)
{
    /// <summary>Centres finite draws.</summary>
    public static CentredChains Of(double[][] chains)
    {
        var largest = chains.Max(chain => chain.Max(Math.Abs));
        var size = largest == 0 ? 0 : Math.ILogB(largest);
        double[] all = [.. chains.SelectMany(chain => chain).Select(value => Math.ScaleB(value, -size))];
        var mean = Moments.Mean(all);
        var spread = all.Max(value => Math.Abs(value - mean));
        var width = spread == 0 ? 0 : Math.ILogB(spread);
        var values = Chains.Map(chains, value => Math.ScaleB(Math.ScaleB(value, -size) - mean, -width));
        return new CentredChains(values, Math.ScaleB(mean, size), size + width);
    }

    /// <summary>Standard deviation of all draws, in their units.</summary>
    public double StandardDeviation => InUnits(Math.Sqrt(Moments.Variance([.. Values.SelectMany(chain => chain)])));

    /// <summary>A length in units of 2ᵏ, in the draws' units.</summary>
    public double InUnits(double value) => Math.ScaleB(value, Exponent);
}
