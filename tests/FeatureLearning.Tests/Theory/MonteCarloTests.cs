using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>
/// The exact theory against sampled networks: whole weights (w, V) from the prior of the readout and from the Gaussian of the hidden weights
/// given readout and data, weighted by p(y|w). Dense formulas only.
/// </summary>
/// <remarks>
/// About 60 numbers are compared. A false alarm at 5 standard errors has a chance below 60 · 6·10⁻⁷ = 4·10⁻⁵ for a new seed; the seed is
/// fixed. The twin with the same means and a broken bulk must fail by far more.
/// </remarks>
public class MonteCarloTests
{
    private const int Batches = 100;
    private const int PerBatch = 400;
    private const double Threshold = 5;
    private static readonly Network Small = Network.FromVariances(3, 3, Activation.Linear, 1.5, 1.2, 1, 0.1);
    private static readonly DataSet Data = new Draws(51).Data(4, 3);
    private static readonly Matrix<double> There = new Draws(52).Matrix(2, 3);
    private static readonly Lazy<(Vector<double> Mean, Vector<double> Error)> Sampled = new(Sample);

    [Fact]
    public void Sampled_networks_have_the_exact_means_covariances_and_weights()
    {
        var score = WorstScore(ExactLinear.Solve(Small, Data));
        Assert.True(score < Threshold, FormattableString.Invariant($"{score} standard errors"));
    }

    [Theory]
    [InlineData(TheoryKind.Proportional)]
    [InlineData(TheoryKind.TreeLevel)]
    [InlineData(TheoryKind.OneLoop)]
    [InlineData(TheoryKind.Nngp)]
    public void An_approximate_twin_is_rejected(TheoryKind twin)
    {
        var posterior = Theories.Solve(twin, Small, Data);
        if (posterior.Status == SolverStatus.Converged)
        {
            Assert.True(WorstScore(posterior) > 3 * Threshold);
        }
        else
        {
            Assert.Equal(TheoryKind.OneLoop, twin);
        }
    }

    private static double WorstScore(Posterior posterior)
    {
        var (mean, error) = Sampled.Value;
        return (Expected(posterior) - mean).PointwiseDivide(error).AbsoluteMaximum();
    }

    // ⟨f⟩, ⟨ffᵀ⟩ on all points, ⟨w²⟩, ⟨wv⟩, ⟨vvᵀ⟩.
    private static Vector<double> Expected(Posterior posterior)
    {
        var points = Data.Inputs.Stack(There);
        var mean = posterior.Predict(points).Mean;
        return Flat(mean, posterior.Covariance(points) + mean.OuterProduct(mean),
            posterior.ReadoutSecondMoment, posterior.ReadoutHiddenCorrelation(), posterior.HiddenSecondMoment());
    }

    private static (Vector<double> Mean, Vector<double> Error) Sample()
    {
        var draws = new Draws(53);
        var batches = Enumerable.Range(0, Batches).Select(_ => Batch(draws)).ToArray();
        var total = batches.Sum(batch => batch.Weight);
        var mean = batches.Select(batch => batch.Sum).Aggregate((a, b) => a + b) / total;

        // A ratio of averages: the error of Σ weight (x − mean) over the batches.
        var residuals = batches.Select(batch => (batch.Sum - (batch.Weight * mean)).PointwisePower(2)).Aggregate((a, b) => a + b);
        return (mean, residuals.PointwiseSqrt() / total);
    }

    private static (Vector<double> Sum, double Weight) Batch(Draws draws)
    {
        var points = Data.Inputs.Stack(There);
        Vector<double>? sum = null;
        var total = 0.0;
        for (var k = 0; k < PerBatch; k++)
        {
            var w = draws.Vector(Small.Width) * Math.Sqrt(Small.ReadoutPriorVariance);
            var (hidden, weight) = Hidden(w, draws);
            var f = points * hidden.TransposeThisAndMultiply(w);
            var entry = weight * Flat(f, f.OuterProduct(f), w.DotProduct(w) / w.Count, hidden.TransposeThisAndMultiply(w) / w.Count,
                hidden.TransposeThisAndMultiply(hidden) / w.Count);
            sum = sum is null ? entry : sum + entry;
            total += weight;
        }

        return (sum!, total);
    }

    // V given w and y: a prior draw corrected by the residual of its own noisy output, which is an exact conditional draw.
    private static (Matrix<double> Hidden, double Weight) Hidden(Vector<double> w, Draws draws)
    {
        var prior = draws.Matrix(Small.Width, 3) * Math.Sqrt(Small.HiddenPriorVariance);
        var norm = w.DotProduct(w);
        var a = (norm * Small.HiddenPriorVariance * Data.Inputs * Data.Inputs.Transpose())
            + (Small.Noise * Matrix<double>.Build.DenseIdentity(Data.Count));
        var cholesky = a.Cholesky();
        var noisy = (Data.Inputs * prior.TransposeThisAndMultiply(w)) + (Math.Sqrt(Small.Noise) * draws.Vector(Data.Count));
        var correction = Small.HiddenPriorVariance * Data.Inputs.TransposeThisAndMultiply(cholesky.Solve(Data.Targets - noisy));
        var logWeight = -0.5 * (cholesky.DeterminantLn + Data.Targets.DotProduct(cholesky.Solve(Data.Targets)));
        return (prior + w.OuterProduct(correction), Math.Exp(logWeight));
    }

    private static Vector<double> Flat(Vector<double> f, Matrix<double> ff, double w2, Vector<double> wv, Matrix<double> vv) =>
        Vector<double>.Build.Dense([.. f, .. Triangle(ff), w2, .. wv, .. Triangle(vv)]);

    private static IEnumerable<double> Triangle(Matrix<double> matrix) =>
        matrix.EnumerateIndexed().Where(entry => entry.Item1 <= entry.Item2).Select(entry => entry.Item3);
}
