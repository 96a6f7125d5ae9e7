using System.Runtime.Intrinsics;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Theory.Neurons;

/// <summary>
/// Features, weights, log density and its gradient for one block of neurons in a field, on buffers of its own that are used again. Per neuron:
/// ⟨w|v⟩ = λ_v u, ⟨w²|v⟩ = λ_v + λ_v²u², g = ½λ_v u² − ½ log(1+λs), ∂g/∂φ = ⟨w|v⟩ a − ⟨w²|v⟩ A⁻¹φ.
/// </summary>
internal sealed class NeuronEvaluation(NeuronPoints points)
{
    private const int Width = BlockProducts.Width;
    private readonly double[] slopes = new double[points.Count * Width]; // φ′, then ∂g/∂h
    private readonly double[] spread = new double[points.Count * Width]; // A⁻¹φ, zero at tree level
    private readonly double[] keptWeights = new double[4 * Width];
    private double[] kept = new double[points.Count * Width];
    private (NeuronField Field, PackedRows<double> Inverse)? packed;

    /// <summary>φ, P×Width.</summary>
    public double[] Features { get; private set; } = new double[points.Count * Width];

    /// <summary>∂g/∂z, r×Width.</summary>
    public double[] Gradient { get; } = new double[points.Rank * Width];

    /// <summary>g.</summary>
    public double[] LogTilt { get; } = new double[Width];

    /// <summary>λ_v.</summary>
    public double[] Variance { get; } = new double[Width];

    /// <summary>⟨w|v⟩.</summary>
    public double[] First { get; } = new double[Width];

    /// <summary>⟨w²|v⟩.</summary>
    public double[] Second { get; } = new double[Width];

    /// <summary>Puts features and weights aside for <see cref="Restore"/>; the next evaluation takes their place.</summary>
    public void Remember()
    {
        (Features, kept) = (kept, Features);
        for (var i = 0; i < Weights.Length; i++)
        {
            Weights[i].CopyTo(keptWeights.AsSpan(i * Width));
        }
    }

    /// <summary>Puts the kept features and weights of one neuron back.</summary>
    public void Restore(int neuron)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var at = BlockProducts.At(points.Count, i, neuron);
            Features[at] = kept[at];
        }

        for (var i = 0; i < Weights.Length; i++)
        {
            Weights[i][neuron] = keptWeights[(i * Width) + neuron];
        }
    }

    /// <summary>Features alone.</summary>
    public void EvaluateFeatures(NeuronField field, double[] z)
    {
        BlockProducts.Multiply(points.Packed, z, Features);
        FeatureFunction.Evaluate(field.Activation, Features, Features, slopes);
    }

    /// <summary>Features and weights.</summary>
    public void EvaluateWeights(NeuronField field, double[] z)
    {
        EvaluateFeatures(field, z);
        if (field.Fluctuations is { } inverse)
        {
            BlockProducts.Multiply(Packed(field, inverse), Features, spread);
        }

        BlockColumns.Dots(points.Count, Features, spread, Variance); // s for now
        BlockColumns.Along(field.Mean, Features, First); // u for now
        for (var c = 0; c < Width; c++)
        {
            var tilt = 1 + (field.Lambda * Variance[c]);
            var variance = field.Lambda / tilt;
            LogTilt[c] = (0.5 * variance * First[c] * First[c]) - (0.5 * Math.Log(tilt));
            Variance[c] = variance;
            First[c] *= variance;
            Second[c] = variance + (First[c] * First[c]);
        }
    }

    /// <summary>Everything.</summary>
    public void Evaluate(NeuronField field, double[] z)
    {
        EvaluateWeights(field, z);
        for (var part = 0; part < Width / BlockProducts.Lanes; part++)
        {
            Span<Vector512<double>> target = BlockColumns.Panel(slopes, points.Count, part), rows = BlockColumns.Panel(spread, points.Count, part);
            Span<Vector512<double>> first = BlockColumns.Panel(First, 1, part), second = BlockColumns.Panel(Second, 1, part);
            var (leftFirst, rightFirst, leftSecond, rightSecond) = (first[0], first[1], second[0], second[1]);
            for (var i = 0; i < points.Count; i++)
            {
                var mean = field.Mean[i];
                target[2 * i] *= (mean * leftFirst) - (leftSecond * rows[2 * i]);
                target[(2 * i) + 1] *= (mean * rightFirst) - (rightSecond * rows[(2 * i) + 1]);
            }
        }

        BlockProducts.Multiply(points.PackedTranspose, slopes, Gradient);
    }

    // A⁻¹ is the same for all blocks of a round.
    private PackedRows<double> Packed(NeuronField field, double[] inverse)
    {
        if (packed is { } known && ReferenceEquals(known.Field, field))
        {
            return known.Inverse;
        }

        var rows = packed?.Inverse ?? new PackedRows<double>(points.Count, points.Count);
        rows.Fill(inverse);
        packed = (field, rows);
        return rows;
    }

    private double[][] Weights => [LogTilt, Variance, First, Second];
}
