using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Tasks;

/// <summary>
/// The linearly separable Ising task: two balanced classes of patterns x ∈ {−1, +1}^D with targets ±1; each spin is up with probability p
/// in class + and 1 − p in class −. Source: arXiv:2307.16695, used in arXiv:2502.03210.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>D</term><description>input dimension</description></item>
/// <item><term>p</term><description>probability of an up spin in class +, 0 ≤ p ≤ 1; ½ is pure noise, the gap 2p − 1 sets the difficulty</description></item>
/// <item><term>y</term><description>+1, −1, +1, … in turn</description></item>
/// </list>
/// </remarks>
public static class IsingTask
{
    /// <summary>Draws the task.</summary>
    /// <param name="dimension">D ≥ 1.</param>
    /// <param name="train">Training points ≥ 1.</param>
    /// <param name="test">Test points ≥ 1.</param>
    /// <param name="probability">p in [0, 1].</param>
    /// <param name="seed">Any integer.</param>
    /// <returns>The teacher is (1, …, 1)/√D, the direction between the class means.</returns>
    /// <exception cref="ArgumentException">A value is outside its domain.</exception>
    public static LearningTask Draw(int dimension, int train, int test, double probability, int seed)
    {
        Require.Positive(dimension, nameof(dimension));
        Require.Positive(train, nameof(train));
        Require.Positive(test, nameof(test));
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"probability must be between 0 and 1; it is {probability}."), nameof(probability));
        }

        var streams = new TaskStreams(seed);
        static double Label(int i) => i % 2 == 0 ? 1 : -1;
        double[] Pattern(MathNet.Numerics.Random.MersenneTwister stream, int i)
        {
            var up = Label(i) > 0 ? probability : 1 - probability;
            return [.. Enumerable.Range(0, dimension).Select(_ => stream.NextDouble() < up ? 1.0 : -1.0)];
        }

        return new LearningTask(
            FormattableString.Invariant($"Ising task, D = {dimension}, p = {probability}"),
            TaskStreams.Draw(streams.Train, train, Pattern, (_, i) => Label(i)),
            TaskStreams.Draw(streams.Test, test, Pattern, (_, i) => Label(i)),
            Vector<double>.Build.Dense(dimension, 1 / Math.Sqrt(dimension)));
    }
}
