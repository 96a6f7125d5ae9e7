using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;

namespace FeatureLearning.Tasks;

/// <summary>Two classes of pictures with targets ±1: real digits, or any pictures with labels.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>a, b</term><description>the labels with targets +1 and −1</description></item>
/// <item><term>y</term><description>+1, −1, +1, … in turn</description></item>
/// <item><term>x</term><description>D = C·H·W entries, the pixels under a <see cref="PixelScaling"/></description></item>
/// </list>
/// The seed orders the pictures of each class at random, without repetition; training pictures are only ever taken from the training
/// collection and test pictures from the test collection.
/// </remarks>
public static class ImageTask
{
    /// <summary>Draws the task.</summary>
    /// <param name="train">Training pictures.</param>
    /// <param name="test">Test pictures, of the same size.</param>
    /// <param name="plus">Label a.</param>
    /// <param name="minus">Label b ≠ a.</param>
    /// <param name="trainCount">Training points ≥ 1: ⌈P/2⌉ of class a and ⌊P/2⌋ of class b.</param>
    /// <param name="testCount">Test points ≥ 1, likewise.</param>
    /// <param name="seed">Any integer.</param>
    /// <param name="scaling">How pixels become inputs; the training pictures' moments are used for test pictures too.</param>
    /// <returns>
    /// The teacher is (m_a − m_b)/|m_a − m_b| with the mean inputs m of the classes over all training pictures, whether drawn or not.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// Sizes differ, a label has fewer pictures than are asked for, the labels are the same, or pictures cannot be scaled.
    /// </exception>
    public static LearningTask Pair(
        LabelledImages train, LabelledImages test, int plus, int minus, int trainCount, int testCount, int seed,
        PixelScaling scaling = PixelScaling.EachImage)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        CheckSizes(train, test);
        if (plus == minus)
        {
            throw new ArgumentException(FormattableString.Invariant($"minus must be another label than plus; both are {plus}."), nameof(minus));
        }

        var streams = new TaskStreams(seed);
        var (trainPlus, trainMinus) = (Members(train, plus), Members(train, minus));
        var chosen = Choose(streams.Train, trainPlus, trainMinus, trainCount, nameof(trainCount));
        var chosenTest = Choose(streams.Test, Members(test, plus), Members(test, minus), testCount, nameof(testCount));
        var scaler = new PixelScaler(scaling, train, [.. trainPlus, .. trainMinus]);
        var difference = Mean(trainPlus, train, scaler) - Mean(trainMinus, train, scaler);
        Require.NotZero(difference, "difference of the classes");
        return new LearningTask(
            FormattableString.Invariant($"pictures of {plus} (+) and {minus} (−), {train.Height}×{train.Width}"),
            Data(train, chosen, scaler), Data(test, chosenTest, scaler), difference.Normalize(2));
    }

    private static void CheckSizes(LabelledImages train, LabelledImages test)
    {
        if ((train.Channels, train.Height, train.Width) != (test.Channels, test.Height, test.Width))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"test pictures are {test.Channels}×{test.Height}×{test.Width}, training pictures {train.Channels}×{train.Height}×{train.Width}."),
                nameof(test));
        }
    }

    private static int[] Members(LabelledImages images, int label)
    {
        var members = new List<int>();
        for (var i = 0; i < images.Count; i++)
        {
            if (images.Labels[i] == label)
            {
                members.Add(i);
            }
        }

        return [.. members];
    }

    private static int[] Choose(MersenneTwister stream, int[] plus, int[] minus, int count, string name)
    {
        Require.Positive(count, name);
        if ((count + 1) / 2 > plus.Length || count / 2 > minus.Length)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{name} is {count}, half of each class; there are {plus.Length} pictures of class + and {minus.Length} of class −."), name);
        }

        // Whole permutations, so that the first points do not depend on how many are asked for.
        var (first, second) = (Shuffled(stream, plus), Shuffled(stream, minus));
        return [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? first[i / 2] : second[i / 2])];
    }

    private static int[] Shuffled(MersenneTwister stream, int[] items)
    {
        var order = (int[])items.Clone();
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = stream.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static Vector<double> Mean(int[] members, LabelledImages images, PixelScaler scaler) =>
        members.Aggregate(Vector<double>.Build.Dense(images.Dimension), (sum, i) => sum + scaler.Input(images, i)) / Math.Max(1, members.Length);

    private static DataSet Data(LabelledImages images, int[] chosen, PixelScaler scaler) => new(
        Matrix<double>.Build.DenseOfRowVectors(chosen.Select(i => scaler.Input(images, i))),
        Vector<double>.Build.Dense(chosen.Length, i => i % 2 == 0 ? 1 : -1));
}
