using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Observables;
using FeatureLearning.Tasks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>The next order of the proportional limit against the exact posterior, and what it leaves alone.</summary>
public sealed class ProportionalCorrectedTests
{
    private static readonly double[] Widths = [50, 100, 200, 400, 800];

    public static TheoryData<string> Quantities => ["q", "var q", "train mean", "test mean", "test variance", "feature kernel", "evidence"];

    [Theory]
    [MemberData(nameof(Quantities))]
    public void Its_error_against_exact_falls_as_one_over_N_squared(string quantity)
    {
        var errors = Widths.Select(width => Errors((int)width, quantity)).ToArray();
        var corrected = PowerLaw.Exponent(Widths, [.. errors.Select(e => e.Corrected)]);
        // The variance of q is itself of order 1/N, and so its relative error one order lower.
        Assert.InRange(corrected, quantity == "var q" ? -1.3 : -2.3, quantity == "var q" ? -0.8 : -1.75);
        if (quantity != "var q")
        {
            Assert.InRange(PowerLaw.Exponent(Widths, [.. errors.Select(e => e.Saddle)]), -1.25, -0.8);
        }
    }

    [Fact]
    public void It_exists_for_erf_and_not_for_features_with_a_mean()
    {
        var task = TeacherTask.Linear(InputDistribution.Gaussian, 20, 30, 10, seed: 1);
        Assert.Equal(SolverStatus.Converged, ProportionalCorrected.Solve(Of(Activation.Erf), task.Train).Status);
        var error = Assert.Throws<ArgumentException>(() => ProportionalCorrected.Solve(Of(Activation.Relu), task.Train));
        Assert.Contains("Relu", error.Message, StringComparison.Ordinal);

        static Network Of(Activation activation) => Network.FromVariances(100, 20, activation, 1, 1, 1, 0.1);
    }

    private static (double Saddle, double Corrected) Errors(int width, string quantity)
    {
        // The same load everywhere, averaged over draws.
        var both = Enumerable.Range(1, 4).Select(seed =>
        {
            var task = TeacherTask.Linear(InputDistribution.Gaussian, width * 3 / 10, width / 5, 10, seed, amplitude: 1.5);
            var network = Network.FromVariances(width, width * 3 / 10, Activation.Linear, 1, 1, 3, 0.1);
            var kernel = TrainingKernel.On(network, task.Train);
            var exact = ExactLinear.Solve(network, kernel);
            double Error(Posterior theory) => Distance(quantity, theory, exact, task);
            return (Error(ProportionalLimit.Solve(network, kernel)), Error(ProportionalCorrected.Solve(network, kernel)));
        }).ToArray();
        return (both.Average(e => e.Item1), both.Average(e => e.Item2));
    }

    private static double Distance(string quantity, Posterior theory, Posterior exact, LearningTask task) => quantity switch
    {
        "q" => Math.Abs((theory.OrderParameter / exact.OrderParameter) - 1),
        "var q" => Math.Abs((theory.OrderParameterVariance ?? 0) / exact.OrderParameterVariance!.Value - 1),
        "train mean" => Relative.Error(theory.Discrepancy, exact.Discrepancy),
        "test mean" => Relative.Error(theory.Predict(task.Test.Inputs).Mean, exact.Predict(task.Test.Inputs).Mean),
        "test variance" => Relative.Error(theory.Predict(task.Test.Inputs).Variance, exact.Predict(task.Test.Inputs).Variance),
        "feature kernel" => Relative.Error(
            theory.FeatureKernel() - theory.Kernel.Features, exact.FeatureKernel() - exact.Kernel.Features),
        "evidence" => Math.Abs(theory.Action - exact.Action),
        _ => throw new ArgumentException(quantity, nameof(quantity)),
    };
}
