using System.Numerics;
using System.Runtime.InteropServices;
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
    private readonly double[] fields = new double[points.Count * Width]; // h, then ∂g/∂h
    private readonly double[] slopes = new double[points.Count * Width];
    private readonly double[] spread = new double[points.Count * Width]; // A⁻¹φ

    private readonly double[] kept = new double[points.Count * Width];
    private readonly double[] keptWeights = new double[4 * Width];
    private (NeuronField Field, PackedRows<double> Inverse)? packed;

    /// <summary>φ, P×Width.</summary>
    public double[] Features { get; } = new double[points.Count * Width];

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

    /// <summary>Keeps features and weights as they are now, for <see cref="Restore"/>.</summary>
    public void Remember()
    {
        Features.CopyTo(kept.AsSpan());
        for (var i = 0; i < Weights.Length; i++)
        {
            Weights[i].CopyTo(keptWeights.AsSpan(i * Width));
        }
    }

    /// <summary>Puts the kept features and weights of one neuron back.</summary>
    public void Restore(int neuron)
    {
        for (var i = neuron; i < Features.Length; i += Width)
        {
            Features[i] = kept[i];
        }

        for (var i = 0; i < Weights.Length; i++)
        {
            Weights[i][neuron] = keptWeights[(i * Width) + neuron];
        }
    }

    /// <summary>Features alone.</summary>
    public void EvaluateFeatures(NeuronField field, double[] z)
    {
        BlockProducts.Multiply(points.Packed, z, fields);
        FeatureFunction.Evaluate(field.Activation, fields, Features, slopes);
    }

    /// <summary>Features and weights.</summary>
    public void EvaluateWeights(NeuronField field, double[] z)
    {
        EvaluateFeatures(field, z);
        Array.Clear(Variance); // s for now
        Array.Clear(First); // u for now
        if (field.Fluctuations is { } inverse)
        {
            BlockProducts.Multiply(Packed(field, inverse), Features, spread);
        }

        Span<Vector<double>> s = Vectors(Variance), u = Vectors(First);
        for (var i = 0; i < points.Count; i++)
        {
            Span<Vector<double>> row = Vectors(Features, i), rowSpread = Vectors(spread, i);
            for (var c = 0; c < row.Length; c++)
            {
                u[c] += field.Mean[i] * row[c];
                s[c] += row[c] * rowSpread[c];
            }
        }

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
        Span<Vector<double>> first = Vectors(First), second = Vectors(Second);
        for (var i = 0; i < points.Count; i++)
        {
            Span<Vector<double>> target = Vectors(fields, i), slope = Vectors(slopes, i), rowSpread = Vectors(spread, i);
            for (var c = 0; c < target.Length; c++)
            {
                target[c] = ((field.Mean[i] * first[c]) - (second[c] * rowSpread[c])) * slope[c];
            }
        }

        BlockProducts.Multiply(points.PackedTranspose, fields, Gradient);
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

    private static Span<Vector<double>> Vectors(double[] values) => MemoryMarshal.Cast<double, Vector<double>>(values.AsSpan());

    private static Span<Vector<double>> Vectors(double[] values, int row) =>
        MemoryMarshal.Cast<double, Vector<double>>(values.AsSpan(row * Width, Width));
}
