using FeatureLearning.Theory.Neurons;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// The distribution of a single neuron under the posterior, by particles of all replicas: the picture of feature learning, from a Gaussian (lazy)
/// over one stretched along the teacher to two clusters (condensed). Source: derived for this project (theory of a neuron in the mean field
/// of the others); arXiv:2508.20989 calls such statistics microscopic signatures.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>v, w</term><description>hidden weights (D numbers) and readout weight of a neuron</description></item>
/// <item><term>θ</term><description>a direction of input space, D numbers; only its direction matters</description></item>
/// </list>
/// </remarks>
public sealed class NeuronEnsemble
{
    private readonly IReadOnlyList<NeuronStore> stores;
    private readonly int dimension;

    internal NeuronEnsemble(IReadOnlyList<NeuronStore> stores, int dimension) => (this.stores, this.dimension) = (stores, dimension);

    /// <summary>θ·v/|θ| of every particle.</summary>
    /// <param name="direction">θ, not zero.</param>
    /// <exception cref="ArgumentException">Another length, or zero.</exception>
    public double[] Along(Vector<double> direction) => [.. Joint(direction).Select(neuron => neuron.Along)];

    /// <summary>θ·v/|θ| and ⟨w|v⟩ of every particle.</summary>
    /// <param name="direction">θ, not zero.</param>
    /// <exception cref="ArgumentException">Another length, or zero.</exception>
    public IReadOnlyList<(double Along, double Readout)> Joint(Vector<double> direction)
    {
        Require.Length(direction, dimension, nameof(direction));
        Require.Finite(direction, nameof(direction));
        var norm = direction.L2Norm();
        return norm > 0
            ? [.. stores.Select(store => store.Project(direction / norm)).SelectMany(found => found.Along.Zip(found.Readout))]
            : throw new ArgumentException("direction must not be zero.", nameof(direction));
    }

    /// <summary>The density of θ·v/|θ| by a histogram: bin centres and density, which integrates to 1.</summary>
    /// <param name="direction">θ, not zero.</param>
    /// <param name="bins">How many bins, at least 1, between the extremes.</param>
    /// <exception cref="ArgumentException">Another length, zero, or no bins.</exception>
    public (double[] Centres, double[] Density) Histogram(Vector<double> direction, int bins = 60)
    {
        Require.Positive(bins, nameof(bins));
        var values = Along(direction);
        var bound = values.Max(Math.Abs);
        var step = 2 * bound / bins;
        var counts = new double[bins];
        foreach (var value in values)
        {
            counts[Math.Clamp((int)((value + bound) / step), 0, bins - 1)]++;
        }

        return (
            [.. Enumerable.Range(0, bins).Select(i => -bound + ((i + 0.5) * step))],
            [.. counts.Select(count => count / (values.Length * step))]);
    }

    /// <summary>Sarle's coefficient (skewness² + 1)/kurtosis along θ: ⅓ for a Gaussian, 5/9 for a uniform density, 1 for two points.</summary>
    /// <param name="direction">θ, not zero.</param>
    /// <exception cref="ArgumentException">Another length, or zero.</exception>
    public double Bimodality(Vector<double> direction)
    {
        var values = Along(direction);
        var mean = values.Average();
        double Moment(int power) => values.Average(value => Math.Pow(value - mean, power));
        var variance = Moment(2);
        var skewness = Moment(3) / Math.Pow(variance, 1.5);
        return ((skewness * skewness) + 1) / (Moment(4) / (variance * variance));
    }
}
