using FeatureLearning.Networks;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Tasks;

/// <summary>Regression on Gaussian or Ising inputs with a teacher: linear, Hermite, or a network with one hidden layer.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>θ</term><description>teacher direction, D numbers, uniform on the unit sphere</description></item>
/// <item><term>t</term><description>θ·x, of variance 1 over the inputs</description></item>
/// <item><term>He₁, He₃</term><description>probabilists' Hermite polynomials t and t³ − 3t</description></item>
/// <item><term>σ²</term><description>label noise on the training targets, squared units of the targets</description></item>
/// </list>
/// </remarks>
public static class TeacherTask
{
    /// <summary>y = amplitude · θ·x + label noise.</summary>
    /// <param name="inputs">How x is drawn.</param>
    /// <param name="dimension">D ≥ 1.</param>
    /// <param name="train">Training points ≥ 1.</param>
    /// <param name="test">Test points ≥ 1.</param>
    /// <param name="seed">Any integer.</param>
    /// <param name="amplitude">Standard deviation of the clean target, finite.</param>
    /// <param name="labelNoise">σ² ≥ 0.</param>
    /// <exception cref="ArgumentException">A value is outside its domain.</exception>
    public static LearningTask Linear(
        InputDistribution inputs, int dimension, int train, int test, int seed, double amplitude = 1, double labelNoise = 0) =>
        Draw($"linear teacher, {inputs} inputs", inputs, dimension, train, test, seed, labelNoise,
            Scaled(Require.Finite(amplitude, nameof(amplitude))));

    /// <summary>y = He₁(t) + c He₃(t)/√6 + label noise: the second term is what a lazy network cannot learn from few points.</summary>
    /// <param name="inputs">How x is drawn.</param>
    /// <param name="dimension">D ≥ 1.</param>
    /// <param name="train">Training points ≥ 1.</param>
    /// <param name="test">Test points ≥ 1.</param>
    /// <param name="cubic">c, finite; He₃/√6 has variance 1 over Gaussian t.</param>
    /// <param name="seed">Any integer.</param>
    /// <param name="labelNoise">σ² ≥ 0.</param>
    /// <exception cref="ArgumentException">A value is outside its domain.</exception>
    public static LearningTask Hermite(
        InputDistribution inputs, int dimension, int train, int test, double cubic, int seed, double labelNoise = 0) =>
        Draw(FormattableString.Invariant($"Hermite teacher, c = {cubic}, {inputs} inputs"), inputs, dimension, train, test, seed, labelNoise,
            WithCubic(Require.Finite(cubic, nameof(cubic))));

    /// <summary>y = M^{−1/2} Σ_k a_k φ(θ_k·x) + label noise, k = 1..M, a_k ~ N(0,1), θ_k uniform on the unit sphere.</summary>
    /// <param name="inputs">How x is drawn.</param>
    /// <param name="dimension">D ≥ 1.</param>
    /// <param name="train">Training points ≥ 1.</param>
    /// <param name="test">Test points ≥ 1.</param>
    /// <param name="hidden">M ≥ 1 hidden units of the teacher.</param>
    /// <param name="activation">φ of the teacher.</param>
    /// <param name="seed">Any integer.</param>
    /// <param name="labelNoise">σ² ≥ 0.</param>
    /// <returns>The teacher direction is that of the unit with the largest |a_k|.</returns>
    /// <exception cref="ArgumentException">A value is outside its domain.</exception>
    public static LearningTask HiddenLayer(
        InputDistribution inputs, int dimension, int train, int test, int hidden, Activation activation, int seed, double labelNoise = 0)
    {
        Check(dimension, train, test, labelNoise);
        Require.Positive(hidden, nameof(hidden));
        var streams = new TaskStreams(seed);
        var directions = Matrix<double>.Build.DenseOfRowVectors(Enumerable.Range(0, hidden).Select(_ => Direction(streams, dimension)));
        var readout = Vector<double>.Build.Dense(TaskStreams.Normals(streams.Teacher, hidden)) / Math.Sqrt(hidden);
        return Finish($"teacher with {hidden} {activation} units, {inputs} inputs", streams, inputs, train, test, labelNoise,
            directions.Row(readout.AbsoluteMaximumIndex()),
            x => readout.DotProduct((directions * x).Map(h => Apply(activation, h))));
    }

    private static Func<double, double> Scaled(double amplitude) => t => amplitude * t;

    private static Func<double, double> WithCubic(double cubic) => t => t + (cubic * ((t * t * t) - (3 * t)) / Math.Sqrt(6));

    private static LearningTask Draw(
        string name, InputDistribution inputs, int dimension, int train, int test, int seed, double labelNoise, Func<double, double> target)
    {
        Check(dimension, train, test, labelNoise);
        var streams = new TaskStreams(seed);
        var direction = Direction(streams, dimension);
        return Finish(name, streams, inputs, train, test, labelNoise, direction, x => target(direction.DotProduct(x)));
    }

    private static LearningTask Finish(
        string name, TaskStreams streams, InputDistribution inputs, int train, int test, double labelNoise, Vector<double> direction,
        Func<Vector<double>, double> target)
    {
        DataSet Points(MathNet.Numerics.Random.MersenneTwister stream, int count) => TaskStreams.Draw(
            stream, count, (s, _) => inputs.Draw(s, direction.Count), (x, _) => target(Vector<double>.Build.Dense(x)));
        return new LearningTask(name, streams.WithLabelNoise(Points(streams.Train, train), labelNoise), Points(streams.Test, test), direction);
    }

    private static double Apply(Activation activation, double h) => activation switch
    {
        Activation.Linear => h,
        Activation.Erf => SpecialFunctions.Erf(h),
        Activation.Relu => Math.Max(0, h),
        Activation.Tanh => Math.Tanh(h),
        _ => throw new ArgumentException($"Unknown activation '{activation}'.", nameof(activation)),
    };

    private static Vector<double> Direction(TaskStreams streams, int dimension) =>
        Vector<double>.Build.Dense(TaskStreams.Normals(streams.Teacher, dimension)).Normalize(2);

    private static void Check(int dimension, int train, int test, double labelNoise)
    {
        Require.Positive(dimension, nameof(dimension));
        Require.Positive(train, nameof(train));
        Require.Positive(test, nameof(test));
        Require.NotNegative(labelNoise, nameof(labelNoise));
    }
}
