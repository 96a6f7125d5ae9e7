using FeatureLearning.Numerics;

namespace FeatureLearning.Theory.Neurons;

/// <summary>⟨w z⟩ and ⟨w⟩ with the twins' λu₀z₀ and λu₀, u₀ = a·φ(z₀), as control variates: E[u₀z₀] = Gᵀ(a∘E[φ′]), E[u₀] = a·E[φ].</summary>
internal sealed class NeuronCorrelation(NeuronPoints points, NeuronPrior prior)
{
    private const int Width = BlockProducts.Width;
    private readonly double[] sum = new double[points.Rank + 1], twinSum = new double[points.Rank + 1];
    private readonly double[] pull = new double[Width];
    private double cross;
    private double square;

    /// <summary>⟨w z⟩, r numbers, then ⟨w⟩.</summary>
    public double[] Mean { get; } = new double[points.Rank + 1];

    public void Clear()
    {
        Array.Clear(sum);
        Array.Clear(twinSum);
        (cross, square) = (0, 0);
    }

    public void Add(NeuronField field, NeuronBlock block, NeuronEvaluation evaluation, double[] twinFeatures)
    {
        BlockColumns.Along(field.Mean, twinFeatures, pull);
        Spans.Scale(pull, field.Lambda);

        for (var i = 0; i <= points.Rank; i++)
        {
            for (var c = 0; c < Width; c++)
            {
                var value = evaluation.First[c] * (i < points.Rank ? block.Neurons[BlockProducts.At(points.Rank, i, c)] : 1);
                var twin = pull[c] * (i < points.Rank ? block.Twins[BlockProducts.At(points.Rank, i, c)] : 1);
                sum[i] += value;
                twinSum[i] += twin;
                cross += value * twin;
                square += twin * twin;
            }
        }
    }

    public void Finish(NeuronField field, int count)
    {
        double covariance = cross / count, variance = square / count;
        for (var i = 0; i <= points.Rank; i++)
        {
            covariance -= sum[i] / count * twinSum[i] / count;
            variance -= twinSum[i] / count * twinSum[i] / count;
        }

        var coefficient = variance > 0 ? Math.Clamp(covariance / variance, 0, 3) : 0;
        for (var i = 0; i <= points.Rank; i++)
        {
            double expected = 0;
            for (var mu = 0; mu < points.Count; mu++)
            {
                expected += field.Mean[mu] * (i < points.Rank ? prior.Slopes[mu] * points.Rows[(mu * points.Rank) + i] : prior.Means[mu]);
            }

            Mean[i] = (sum[i] / count) - (coefficient * ((twinSum[i] / count) - (field.Lambda * expected)));
        }
    }
}
