using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;

namespace FeatureLearning.Tasks;

/// <summary>
/// Drawn digits: the strokes of 0…9 under random affine maps, with a random pen and noise. They need no file, and stand in for MNIST where
/// that is not at hand; they are not MNIST, and figures on them say so.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>S</term><description>side of a picture in pixels</description></item>
/// <item><term>δ</term><description>
/// distortion ≥ 0: rotation by δ·N(0, 8°), slant δ·N(0, 0.15), width and height by factors exp(δ·N(0, 0.08)), shift by δ·N(0, 0.03)·S
/// each way; 0 draws every picture of a class alike, but for pen and noise
/// </description></item>
/// <item><term>w</term><description>width of the pen, uniform in 0.07·S … 0.12·S</description></item>
/// <item><term>σ</term><description>standard deviation of the noise on each pixel, in units of the full stroke; clipped to 0…255 after it</description></item>
/// </list>
/// A pixel's ink is its distance to the nearest stroke against the pen's half width, with an edge one pixel wide.
/// </remarks>
public static class DrawnDigitsTask
{
    /// <summary>Draws pictures, the digits in turn.</summary>
    /// <param name="count">Pictures ≥ 1; the first ones do not depend on it.</param>
    /// <param name="side">S, 8 to 256.</param>
    /// <param name="seed">Any integer.</param>
    /// <param name="distortion">δ ≥ 0; 1 looks like handwriting.</param>
    /// <param name="noise">σ ≥ 0.</param>
    /// <param name="digits">The digits to draw in turn, each 0 to 9; all ten by default.</param>
    /// <exception cref="ArgumentException">A value is outside its domain.</exception>
    public static LabelledImages Pictures(
        int count, int side, int seed, double distortion = 1, double noise = 0.05, params IReadOnlyList<int> digits) =>
        Pictures(new TaskStreams(seed).Train, count, side, distortion, noise, digits);

    /// <summary>Two digits with targets ±1 in turn, each picture scaled to mean 0 and variance 1 (<see cref="PixelScaling.EachImage"/>).</summary>
    /// <param name="plus">The digit with target +1.</param>
    /// <param name="minus">The other, with target −1.</param>
    /// <param name="train">Training points ≥ 1.</param>
    /// <param name="test">Test points ≥ 1.</param>
    /// <param name="seed">Any integer.</param>
    /// <param name="side">S, 8 to 256; D = S².</param>
    /// <param name="distortion">δ ≥ 0.</param>
    /// <param name="noise">σ ≥ 0.</param>
    /// <returns>The teacher is the unit vector between the two digits drawn without distortion and noise, with the mean pen.</returns>
    /// <exception cref="ArgumentException">A value is outside its domain, or the digits are the same.</exception>
    public static LearningTask Pair(
        int plus, int minus, int train, int test, int seed, int side = 28, double distortion = 1, double noise = 0.05)
    {
        Require.Positive(train, nameof(train));
        Require.Positive(test, nameof(test));
        if (plus == minus)
        {
            throw new ArgumentException(FormattableString.Invariant($"minus must be another digit than plus; both are {plus}."), nameof(minus));
        }

        var streams = new TaskStreams(seed);
        DataSet Data(MersenneTwister stream, int count) => new(
            Inputs(Pictures(stream, count, side, distortion, noise, [plus, minus])),
            Vector<double>.Build.Dense(count, i => i % 2 == 0 ? 1 : -1));
        var (trainData, testData) = (Data(streams.Train, train), Data(streams.Test, test));
        var plain = Inputs(DigitPen.Plain([(byte)plus, (byte)minus], side));
        return new LearningTask(
            FormattableString.Invariant($"drawn digits {plus} (+) and {minus} (−), {side}×{side}"),
            trainData, testData, (plain.Row(0) - plain.Row(1)).Normalize(2));
    }

    private static Matrix<double> Inputs(LabelledImages images)
    {
        var scaler = new PixelScaler(PixelScaling.EachImage, images, []);
        return Matrix<double>.Build.DenseOfRowVectors(Enumerable.Range(0, images.Count).Select(i => scaler.Input(images, i)));
    }

    private static LabelledImages Pictures(
        MersenneTwister stream, int count, int side, double distortion, double noise, IReadOnlyList<int> digits)
    {
        Check(count, side, distortion, noise, digits);
        IReadOnlyList<int> turn = digits.Count > 0 ? digits : [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        var pixels = new byte[count * side * side];
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)turn[i % turn.Count];
            DigitPen.Draw(stream, labels[i], side, distortion, noise, pixels.AsSpan(i * side * side, side * side));
        }

        return new LabelledImages(1, side, side, pixels, labels);
    }

    private static void Check(int count, int side, double distortion, double noise, IReadOnlyList<int> digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        Require.Positive(count, nameof(count));
        Require.NotNegative(distortion, nameof(distortion));
        Require.NotNegative(noise, nameof(noise));
        if (side is < 8 or > 256)
        {
            throw new ArgumentException(FormattableString.Invariant($"side must be between 8 and 256; it is {side}."), nameof(side));
        }

        if (digits.FirstOrDefault(digit => digit is < 0 or > 9) is var bad and not 0) // 0 is a good digit, hence also "none"
        {
            throw new ArgumentException(FormattableString.Invariant($"digits must be between 0 and 9; one is {bad}."), nameof(digits));
        }

        if ((long)count * side * side > Array.MaxLength)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"count is {count}; so many pictures of {side}×{side} do not fit into memory."), nameof(count));
        }
    }
}
