using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Tasks;

/// <summary>Gaussian mixtures with targets ±1: two classes, and XOR.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>s</term><description>separation ≥ 0</description></item>
/// <item><term>c, c₁, c₂</term><description>centres with entries from N(0,1), D numbers, drawn with the task</description></item>
/// <item><term>ξ</term><description>noise with entries from N(0,1)</description></item>
/// </list>
/// </remarks>
public static class MixtureTask
{
    /// <summary>Two classes, x = y s c + ξ, y = +1, −1 in turn: the class manifolds of arXiv:2508.20989 in their simplest form.</summary>
    /// <param name="dimension">D ≥ 1.</param>
    /// <param name="train">Training points ≥ 1.</param>
    /// <param name="test">Test points ≥ 1.</param>
    /// <param name="separation">s ≥ 0.</param>
    /// <param name="seed">Any integer.</param>
    /// <returns>The teacher is c/|c|.</returns>
    /// <exception cref="ArgumentException">A value is outside its domain.</exception>
    public static LearningTask TwoClasses(int dimension, int train, int test, double separation, int seed) =>
        Draw($"two Gaussian classes, s = {FormattableString.Invariant($"{separation}")}", dimension, train, test, separation, seed, 2,
            (i, centres) => i % 2 == 0 ? centres[0] : -centres[0]);

    /// <summary>XOR: class + at ±s c₁, class − at ±s c₂; no linear function separates them.</summary>
    /// <param name="dimension">D ≥ 1; 2 or more to make it XOR.</param>
    /// <param name="train">Training points ≥ 1.</param>
    /// <param name="test">Test points ≥ 1.</param>
    /// <param name="separation">s ≥ 0.</param>
    /// <param name="seed">Any integer.</param>
    /// <returns>The teacher is c₁/|c₁|.</returns>
    /// <exception cref="ArgumentException">A value is outside its domain.</exception>
    public static LearningTask Xor(int dimension, int train, int test, double separation, int seed) =>
        Draw($"XOR mixture, s = {FormattableString.Invariant($"{separation}")}", dimension, train, test, separation, seed, 4,
            (i, centres) => (i / 2 % 2 == 0 ? 1 : -1) * centres[i % 2]);

    private static LearningTask Draw(
        string name, int dimension, int train, int test, double separation, int seed, int clusters,
        Func<int, Vector<double>[], Vector<double>> centre)
    {
        Require.Positive(dimension, nameof(dimension));
        Require.Positive(train, nameof(train));
        Require.Positive(test, nameof(test));
        Require.NotNegative(separation, nameof(separation));
        var streams = new TaskStreams(seed);
        var centres = Enumerable.Range(0, clusters / 2)
            .Select(_ => Vector<double>.Build.Dense(TaskStreams.Normals(streams.Teacher, dimension))).ToArray();
        double[] Point(MathNet.Numerics.Random.MersenneTwister stream, int i) =>
            ((separation * centre(i, centres)) + Vector<double>.Build.Dense(TaskStreams.Normals(stream, dimension))).AsArray();
        static double Label(int i) => i % 2 == 0 ? 1 : -1;
        return new LearningTask(
            name, TaskStreams.Draw(streams.Train, train, Point, (_, i) => Label(i)),
            TaskStreams.Draw(streams.Test, test, Point, (_, i) => Label(i)), centres[0].Normalize(2));
    }
}
