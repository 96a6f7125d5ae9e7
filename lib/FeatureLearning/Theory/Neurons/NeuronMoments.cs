using FeatureLearning.Numerics;

namespace FeatureLearning.Theory.Neurons;

/// <summary>
/// The averages of one round over all neurons of a replica: ⟨λ_vφφᵀ⟩/λ, ⟨w²φφᵀ⟩/λ and, in the rounds that are kept, ⟨φφᵀ⟩, ⟨zzᵀ⟩, ⟨wz⟩, ⟨w⟩; all with
/// twins as control variates.
/// </summary>
internal sealed class NeuronMoments(NeuronPoints points, NeuronPrior prior)
{
    private const int Width = BlockProducts.Width;
    private readonly ControlledMoment first = new(points.Count), second = new(points.Count), features = new(points.Count), twin = new(points.Count);
    private readonly ControlledMoment weights = new(points.Rank), twinWeights = new(points.Rank);
    private readonly NeuronEvaluation twins = new(points);
    private readonly double[] overlaps = new double[Width], twinOverlaps = new double[Width];
    private readonly NeuronCorrelation correlation = new(points, prior);
    private int count;

    /// <summary>⟨λ_vφφᵀ⟩/λ.</summary>
    public double[] First { get; } = new double[points.Count * points.Count];

    /// <summary>⟨w²φφᵀ⟩/λ.</summary>
    public double[] Second { get; } = new double[points.Count * points.Count];

    /// <summary>⟨φφᵀ⟩.</summary>
    public double[] Features { get; } = new double[points.Count * points.Count];

    /// <summary>⟨zzᵀ⟩.</summary>
    public double[] Weights { get; } = new double[points.Rank * points.Rank];

    /// <summary>⟨w z⟩, and ⟨w⟩ in the last place.</summary>
    public double[] Correlation => correlation.Mean;

    /// <summary>The control variates' coefficients for the first three.</summary>
    public (double First, double Second, double Features) Coefficients { get; private set; }

    public void Clear()
    {
        count = 0;
        foreach (var moment in new[] { first, second, features, twin, weights, twinWeights })
        {
            moment.Clear();
        }

        correlation.Clear();
    }

    public void Add(NeuronField field, NeuronBlock block, NeuronEvaluation evaluation, bool keep)
    {
        count += Width;
        twins.EvaluateFeatures(field, block.Twins);
        BlockColumns.Dots(points.Count, evaluation.Features, twins.Features, overlaps);
        BlockColumns.Dots(points.Count, twins.Features, twins.Features, twinOverlaps);
        twin.Add(null, 1, twins.Features, twinOverlaps);
        first.Add(evaluation.Variance, 1 / field.Lambda, evaluation.Features, overlaps);
        second.Add(evaluation.Second, 1 / field.Lambda, evaluation.Features, overlaps);
        if (!keep)
        {
            return;
        }

        features.Add(null, 1, evaluation.Features, overlaps);
        BlockColumns.Dots(points.Rank, block.Neurons, block.Twins, overlaps);
        BlockColumns.Dots(points.Rank, block.Twins, block.Twins, twinOverlaps);
        twinWeights.Add(null, 1, block.Twins, twinOverlaps);
        weights.Add(null, 1, block.Neurons, overlaps);
        correlation.Add(field, block, evaluation, twins.Features);
    }

    public void Finish(NeuronField field, bool keep)
    {
        Coefficients = (first.Coefficient(twin, count), second.Coefficient(twin, count), keep ? features.Coefficient(twin, count) : 0);
        first.Mean(twin, Coefficients.First, prior.Features, count, First);
        second.Mean(twin, Coefficients.Second, prior.Features, count, Second);
        if (keep)
        {
            features.Mean(twin, Coefficients.Features, prior.Features, count, Features);
            weights.Mean(twinWeights, weights.Coefficient(twinWeights, count), prior.Identity, count, Weights);
            correlation.Finish(field, count);
        }
    }
}
