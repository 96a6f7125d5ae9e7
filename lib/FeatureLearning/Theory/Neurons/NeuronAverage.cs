using FeatureLearning.Networks;

namespace FeatureLearning.Theory.Neurons;

/// <summary>Averages over the last rounds of a replica, also of both their halves, by which stationarity is judged.</summary>
internal sealed class NeuronAverage(NeuronPoints points, int rounds, NeuronKernels model)
{
    private readonly NeuronKernels early = model.Empty(), late = model.Empty();
    private readonly double[] features = new double[points.Count * points.Count];
    private readonly double[] weights = new double[points.Rank * points.Rank];
    private readonly double[] correlation = new double[points.Rank + 1];
    private readonly List<(float[] Neurons, float[] Twins)> snapshots = [];
    private (double First, double Second, double Features) coefficients;
    private int count;

    public void Add(NeuronKernels kernels, NeuronMoments moments)
    {
        var half = count < rounds / 2 ? early : late;
        count++;
        Accumulate(half.First, kernels.First, 1);
        Accumulate(half.Second, kernels.Second, 1);
        Accumulate(features, moments.Features, 1.0 / rounds);
        Accumulate(weights, moments.Weights, 1.0 / rounds);
        Accumulate(correlation, moments.Correlation, 1.0 / rounds);
        var (first, second, third) = moments.Coefficients;
        coefficients = (coefficients.First + (first / rounds), coefficients.Second + (second / rounds), coefficients.Features + (third / rounds));
    }

    /// <summary>Stores all neurons, in single precision: they are draws, and where they are is of no use beyond seven digits, but half the memory is.</summary>
    public void Keep(IEnumerable<NeuronBlock> blocks) => snapshots.AddRange(blocks.Select(block => (Single(block.Neurons), Single(block.Twins))));

    private static float[] Single(double[] values) => Array.ConvertAll(values, value => (float)value);

    /// <summary>The run; null where the averaged kernels are not positive definite.</summary>
    public NeuronRun? Finish(Network network, bool full, int allRounds)
    {
        var all = model.Empty();
        foreach (var half in new[] { early, late })
        {
            Accumulate(all.First, half.First, 1.0 / rounds);
            Accumulate(all.Second, half.Second, 1.0 / rounds);
        }

        early.Scale(1.0 / (rounds / 2));
        late.Scale(1.0 / (rounds - (rounds / 2)));
        if (all.Field(network, full) is not { } field || early.Field(network, full) is not { } one || late.Field(network, full) is not { } two)
        {
            return null;
        }

        return new NeuronRun
        {
            Kernels = all,
            Field = field,
            Features = features,
            Weights = weights,
            Correlation = correlation,
            OrderParameter = all.OrderParameter(network, field),
            Halves = (one.Mean, two.Mean),
            HalfOrderParameters = (early.OrderParameter(network, one), late.OrderParameter(network, two)),
            Snapshots = snapshots,
            Coefficients = coefficients,
            Rounds = allRounds,
        };
    }

    private static void Accumulate(double[] target, double[] values, double factor)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += factor * values[i];
        }
    }
}
