using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using FeatureLearning.Networks;
using FeatureLearning.Sampling;
using FeatureLearning.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Storage;

/// <summary>SHA-256 of the content of values, the same in every process.</summary>
internal static class ContentHash
{
    /// <exception cref="ArgumentException">A value is of a type that has no known content.</exception>
    public static byte[] Of(IEnumerable<object> values)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        Write(writer, values);
        writer.Flush();
        return SHA256.HashData(stream.ToArray());
    }

    // Every value carries its kind, and every collection its length, so that no two lists of values are written alike.
    private static void Write(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case string or bool or Enum:
                writer.Write(value.GetType().Name);
                writer.Write(value.ToString()!);
                break;
            case double or float or int or uint or long:
                writer.Write("number");
                writer.Write(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case IEnumerable values:
                Write(writer, "list", values);
                break;
            default:
                Write(writer, value.GetType().Name, Parts(value));
                break;
        }
    }

    private static void Write(BinaryWriter writer, string kind, IEnumerable values)
    {
        object[] all = [.. values.Cast<object>()];
        writer.Write(kind);
        writer.Write(all.Length);
        Array.ForEach(all, value => Write(writer, value));
    }

    private static object[] Parts(object value) => value switch
    {
        Matrix<double> matrix => [matrix.RowCount, matrix.ColumnCount, matrix.ToColumnMajorArray()],
        DataSet data => [data.Inputs, data.Targets],
        Network network =>
        [
            network.Activation, network.Width, network.InputDimension, network.HiddenVariance, network.ReadoutVariance, network.Scaling, network.Noise,
        ],
        Sampler sampler => [sampler.Name, sampler.Settings],
        RunSettings run => [run.Chains, run.Warmup, run.Draws, run.Thinning, run.Seed, run.Batches, run.Algebra.Name, run.BlasThreads],
        SingleNeuronOptions options =>
        [
            options.Particles, options.Replicas, options.AnnealingSteps, options.RoundsPerStep, options.FinalRounds, options.Kicks,
            options.Snapshots, options.Seed,
        ],
        _ => throw new ArgumentException($"A {value.GetType().Name} has no content that the cache knows; name the numbers and texts in it.", nameof(value)),
    };
}
