using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Observables;
using FeatureLearning.Tasks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Reproduce;

/// <summary>
/// A statement of arXiv:2508.20989: the squared distance d² of the class centroids in feature space depends on the temperature without
/// being monotone. erf, N₀ = 50, N₁ = 100, P = 100, λ₀ = λ₁ = 1; the classes (Gaussian, centres ±0.15 c) are this project's.
/// </summary>
public class Corti2025Tests
{
    private static readonly int[] Seeds = [.. Enumerable.Range(1, 12)];
    private static readonly double[] Temperatures = [0.001, 0.01, 0.1, 0.3, 1, 10];

    // One independent draw of the same ensemble (theory brief, section 5).
    private static readonly double[] OneDraw = [0.0779, 0.0785, 0.0831, 0.0806, 0.0725, 0.0633];
    private const double OneDrawPrior = 0.0628;

    private static readonly Lazy<(double[][] Distances, double[] Priors)> Measured = new(Measure);

    [Fact]
    public void The_distance_of_the_classes_has_a_maximum_near_T_of_a_tenth() => Assert.All(Measured.Value.Distances, distances =>
    {
        Assert.Equal(2, Array.IndexOf(distances, distances.Max()));
        Assert.Equal(distances[..3].Order(), distances[..3]);
        Assert.Equal(distances[2..].OrderDescending(), distances[2..]);
    });

    [Fact]
    public void The_distance_of_the_classes_tends_to_the_prior_one_from_above()
    {
        var (distances, priors) = Measured.Value;
        Assert.All(distances.Zip(priors), pair => Assert.InRange(pair.First[^1] / pair.Second, 1, 1.02));
        foreach (var (seed, prior) in Seeds.Zip(priors))
        {
            Near.Relative(prior, Distance(Kernel(seed), 1e6), 1e-6, "d² at T = 10⁶");
        }
    }

    /// <remarks>Ratios to the prior: they vary less than d² itself, whose spread is that of |c|². Three standard deviations of a draw.</remarks>
    [Fact]
    public void An_independent_draw_lies_within_the_spread_of_draws()
    {
        var (distances, priors) = Measured.Value;
        Inside(OneDrawPrior, priors, "prior");
        for (var t = 0; t < Temperatures.Length; t++)
        {
            Inside(OneDraw[t], distances.Select(d => d[t]), FormattableString.Invariant($"d² at T = {Temperatures[t]}"));
            Inside(OneDraw[t] / OneDrawPrior, distances.Zip(priors, (d, p) => d[t] / p), FormattableString.Invariant($"ratio at T = {Temperatures[t]}"));
        }
    }

    private static void Inside(double value, IEnumerable<double> draws, string what)
    {
        var sample = Vector<double>.Build.DenseOfEnumerable(draws);
        var spread = Math.Sqrt((sample - sample.Average()).PointwisePower(2).Sum() / (sample.Count - 1));
        Near.Absolute(sample.Average(), value, 3 * spread, what);
    }

    private static (double[][] Distances, double[] Priors) Measure()
    {
        var kernels = Seeds.Select(Kernel).ToArray();
        return (
            [.. kernels.Select(kernel => Temperatures.Select(t => Distance(kernel, t)).ToArray())],
            [.. kernels.Select(kernel => ClassManifolds.Of(kernel.Features, kernel.Data.Targets).SquaredDistance)]);
    }

    private static TrainingKernel Kernel(int seed) => TrainingKernel.On(At(1), MixtureTask.TwoClasses(50, 100, 2, 0.15, seed).Train);

    private static double Distance(TrainingKernel kernel, double temperature) =>
        ClassManifolds.Of(ProportionalLimit.Solve(At(temperature), kernel), kernel.Data).SquaredDistance;

    private static Network At(double temperature) => Network.FromPrecisions(100, 50, Activation.Erf, 1, 1, temperature);
}
