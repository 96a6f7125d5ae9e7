using FeatureLearning.Networks;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;

namespace FeatureLearning.Tasks;

/// <summary>The independent random streams of a task: teacher, training points, label noise and test points, each from the one seed.</summary>
internal sealed class TaskStreams(int seed)
{
    public MersenneTwister Teacher { get; } = Stream(seed, 1);

    public MersenneTwister Train { get; } = Stream(seed, 2);

    public MersenneTwister Noise { get; } = Stream(seed, 3);

    public MersenneTwister Test { get; } = Stream(seed, 4);

    /// <summary>Numbers from N(0, 1).</summary>
    public static double[] Normals(MersenneTwister stream, int count)
    {
        var values = new double[count];
        Normal.Samples(stream, values, 0, 1);
        return values;
    }

    /// <summary>Draws points one by one and labels them.</summary>
    public static DataSet Draw(MersenneTwister stream, int count, Func<MersenneTwister, int, double[]> point, Func<double[], int, double> label)
    {
        var rows = Enumerable.Range(0, count).Select(i => point(stream, i)).ToArray();
        return new DataSet(Matrix<double>.Build.DenseOfRowArrays(rows), Vector<double>.Build.Dense([.. rows.Select(label)]));
    }

    /// <summary>The same data with N(0, variance) added to the targets.</summary>
    public DataSet WithLabelNoise(DataSet data, double variance) => variance == 0
        ? data
        : new DataSet(data.Inputs, data.Targets + (Math.Sqrt(variance) * Vector<double>.Build.Dense(Normals(Noise, data.Count))));

    // SplitMix64, so that neighbouring seeds and streams have nothing in common.
    private static MersenneTwister Stream(int seed, int purpose)
    {
        var z = ((ulong)(uint)seed << 8) + (ulong)purpose;
        z = (z + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return new MersenneTwister((int)(z >> 32), threadSafe: false);
    }
}
