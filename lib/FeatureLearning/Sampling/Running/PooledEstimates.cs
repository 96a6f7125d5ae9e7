using System.Security.Cryptography;

namespace FeatureLearning.Sampling;

/// <summary>Means over all draws of all chains, and errors from all finished batches.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>M₂</term><description>pooled over chains: Σ M₂ + Σ B_c (mean_c − mean)², so that chains that disagree enlarge the error</description></item>
/// </list>
/// </remarks>
internal static class PooledEstimates
{
    public static (double[] Mean, double[] Error) Of(ObservationLayout layout, IReadOnlyList<BatchMeans> chains)
    {
        var raw = new double[layout.RawLength];
        foreach (var chain in chains)
        {
            chain.AddTotalTo(raw);
        }

        Numerics.Spans.Scale(raw, 1.0 / chains.Sum(chain => chain.Count));
        double[] mean = new double[layout.Length], error = new double[layout.Length];
        layout.Finish(raw, mean);
        var batches = chains.Sum(chain => chain.Batches);
        for (var i = 0; i < error.Length; i++)
        {
            var center = 0.0;
            foreach (var chain in chains)
            {
                center += chain.Batches * chain.Mean[i] / batches;
            }

            var scatter = 0.0;
            foreach (var chain in chains)
            {
                scatter += chain.Scatter[i] + (chain.Batches * (chain.Mean[i] - center) * (chain.Mean[i] - center));
            }

            error[i] = batches > 1 ? Math.Sqrt(scatter / (batches * (batches - 1.0))) : double.NaN;
        }

        return (mean, error);
    }

    public static string Fingerprint(IEnumerable<SamplingChain> chains)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var chain in chains)
        {
            hash.AppendData(chain.Save());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
