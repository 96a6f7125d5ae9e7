using FeatureLearning.Observables;
using FeatureLearning.Sampling;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;
using Xunit.Abstractions;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// data/linear.json: unadjusted Langevin is off by what <see cref="DiscretisationBias"/> predicts, and right after extrapolation to h → 0.
/// </summary>
/// <remarks>
/// Steps h and h/2, h a fifth over the stiffest curvature, where the variance of N(0, σ²) is off by 11 % (in the short form twice that).
/// Statements: (1) the train loss ⟨‖y − f‖²⟩/P, which is made of the stiff directions, is seen to be off at both steps; (2) its
/// derivative at h = 0 from the two runs, (4 b(h/2) − b(h))/h, which is right up to O(h²), is the predicted one, and so are those of
/// ⟨w²⟩/λ, yᵀ⟨Φ⟩y/P² and the train means; (3) extrapolated, these and the test means are the exact ones. Limits are <see
/// cref="Bonferroni"/>'s for a false alarm of 10⁻³ over all cases; seeds are fixed. Twins: the run that is not extrapolated is rejected
/// by (3), as (1) says; the prediction with the opposite sign is rejected by (2).
/// </remarks>
public class LangevinBiasTests(ITestOutputHelper output)
{
    private const int Chains = 4, Batches = 25, TrainLoss = 2;
    private static readonly SampledScalar[] Scalars = [SampledScalar.ReadoutNorm, SampledScalar.TargetOverlap, SampledScalar.TrainLoss];
    private static readonly ReferenceCase[] All = [.. JsonTable.Read("data/linear.json").Select(ReferenceCase.Of)];
    private static readonly double[] Steps = [0.0025, 0.0006, 0.004, 0.0016, 0.0014];

    [Fact]
    public void The_bias_has_the_predicted_size_and_is_gone_after_extrapolation()
    {
        var (measured, predicted) = Check(0, 2 * Steps[0], 1000, 1200);
        Assert.True(Score(measured, new(-predicted.Mean, predicted.Error)) > Limit(3, DiscretisationBias.Blocks));
    }

    [LongTheory]
    [Trait("Duration", "Long")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_bias_has_the_predicted_size_and_is_gone_after_extrapolation_in_the_long_run(int index)
    {
        var (measured, predicted) = Check(index, Steps[index], 6000, 8000);
        Assert.True(Score(measured, new(-predicted.Mean, predicted.Error)) > Limit(3, DiscretisationBias.Blocks));
    }

    // The derivatives of the train loss, measured and predicted.
    private (Estimated<double> Measured, Estimated<double> Predicted) Check(int index, double step, int draws, int exactDraws)
    {
        var (network, data, test) = (All[index].Network, All[index].Data, All[index].TestInputs);
        var problem = new SamplingProblem(network, data, test, All[index].Json.Vector("y_test"));
        var exact = ExactLinear.Solve(network, data);
        SampledPosterior coarse = Run(problem, step, draws, 11), fine = Run(problem, step / 2, draws, 12);
        var predicted = DiscretisationBias.Of(problem, exactDraws, 3, 13);
        var measured = Enumerable.Range(0, predicted.Mean.Count).Select(o => Derivative(o, coarse, fine, exact, step)).ToArray();
        for (var o = 0; o < measured.Length; o++)
        {
            var score = Score(measured[o], new(predicted.Mean[o], predicted.Error[o]));
            if (o < Scalars.Length)
            {
                output.WriteLine(FormattableString.Invariant(
                    $"{index} {Scalars[o]}: exact {Truth(o, exact):0.#####}, off by {Bias(o, coarse, exact):0.0} and {Bias(o, fine, exact):0.0} errors")
                    + FormattableString.Invariant($"; derivative {measured[o].Mean:0.####} ± {measured[o].Error:0.####}")
                    + FormattableString.Invariant($", predicted {predicted.Mean[o]:0.####} ± {predicted.Error[o]:0.####}"));
            }

            Assert.InRange(score, 0, Limit(measured.Length, DiscretisationBias.Blocks));
        }

        foreach (var run in new[] { coarse, fine })
        {
            Assert.True(Bias(TrainLoss, run, exact) > Limit(2, Chains * Batches));
        }

        var extrapolated = Enumerable.Range(0, measured.Length)
            .Select(o => Score(StepExtrapolation.Of(Observed(o, coarse), Observed(o, fine)), new(Truth(o, exact), 0))).ToList();
        var means = StepExtrapolation.Of(coarse.TestMean, fine.TestMean);
        extrapolated.AddRange((means.Mean - exact.Predict(test).Mean).PointwiseDivide(means.Error).PointwiseAbs());
        var limit = Limit(extrapolated.Count, Chains * Batches);
        output.WriteLine(FormattableString.Invariant(
            $"{index} extrapolated: {extrapolated[TrainLoss]:0.00} errors of the train loss, worst {extrapolated.Max():0.00}, limit {limit:0.00}"));
        Assert.All(extrapolated, score => Assert.InRange(score, 0, limit));
        return (measured[TrainLoss], new(predicted.Mean[TrainLoss], predicted.Error[TrainLoss]));
    }

    private static double Limit(int scalars, int batches) => Bonferroni.Limit(1e-3, 3 * All.Length * scalars, batches);

    private static double Score(Estimated<double> a, Estimated<double> b) =>
        Math.Abs(a.Mean - b.Mean) / Math.Sqrt((a.Error * a.Error) + (b.Error * b.Error));

    private static double Bias(int observable, SampledPosterior run, Posterior exact) =>
        (Observed(observable, run).Mean - Truth(observable, exact)) / Observed(observable, run).Error;

    private static Estimated<double> Derivative(int observable, SampledPosterior coarse, SampledPosterior fine, Posterior exact, double step)
    {
        Estimated<double> atStep = Observed(observable, coarse), atHalf = Observed(observable, fine);
        var truth = Truth(observable, exact);
        return new(
            ((4 * (atHalf.Mean - truth)) - (atStep.Mean - truth)) / step,
            Math.Sqrt((16 * atHalf.Error * atHalf.Error) + (atStep.Error * atStep.Error)) / step);
    }

    // The order of DiscretisationBias: three scalars, then f.
    private static Estimated<double> Observed(int observable, SampledPosterior run) => observable < Scalars.Length
        ? run.Scalar(Scalars[observable])
        : new(run.TrainMean.Mean[observable - Scalars.Length], run.TrainMean.Error[observable - Scalars.Length]);

    private static double Truth(int observable, Posterior exact) => observable switch
    {
        0 => exact.OrderParameter,
        1 => Alignment.Strength(exact.FeatureKernel(), exact.Kernel.Data.Targets),
        TrainLoss => (exact.Discrepancy.DotProduct(exact.Discrepancy) + exact.TrainCovariance().Trace()) / exact.Kernel.Data.Count,
        _ => exact.TrainMean[observable - Scalars.Length],
    };

    private static SampledPosterior Run(SamplingProblem problem, double step, int draws, uint seed) => SamplerRun.Run(
        problem, new Langevin(step), new RunSettings
        {
            Chains = Chains, Warmup = (int)(10 / step), Draws = draws, Thinning = (int)Math.Ceiling(0.1 / step), Batches = Batches,
            Seed = seed, Threads = 2,
        });
}
