using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Observables;
using FeatureLearning.Sampling;
using FeatureLearning.Theory;
using Xunit.Abstractions;

namespace FeatureLearning.Tests.Statistical;

/// <summary>A theory's answers beside those of this library's own sampler, as relative differences with their combined Monte-Carlo errors.</summary>
/// <param name="Readout">⟨w²⟩/λ.</param>
/// <param name="Strength">yᵀ⟨Φ⟩y/P².</param>
/// <param name="Train">‖Δ − Δ_sampled‖/‖Δ_sampled‖ on the training points; its error is the root of the summed squares of all points' errors.</param>
/// <param name="Test">The same on test points.</param>
internal sealed record TheoryAgainstSampling(
    (double Off, double Error) Readout, (double Off, double Error) Strength, (double Off, double Error) Train, (double Off, double Error) Test)
{
    public static TheoryAgainstSampling Of(Posterior theory, SampledPosterior sampled)
    {
        Assert.Equal((SolverStatus.Converged, ""), (theory.Status, theory.Message));
        var test = new DataSet(sampled.Problem.TestInputs!, sampled.Problem.TestTargets!);
        return new(
            Ratio(theory, one => one.OrderParameter, sampled.OrderParameter),
            Ratio(theory, Alignment.Strength, sampled.Scalar(SampledScalar.TargetOverlap)),
            Distance(theory, one => one.Discrepancy, sampled.Discrepancy),
            Distance(theory, one => Discrepancies.On(one, test), sampled.TestMean with { Mean = test.Targets - sampled.TestMean.Mean }));
    }

    /// <summary>
    /// Whether all differences are within the theory's own error plus Monte-Carlo errors: 5 combined standard errors for numbers, 1.5 times the error's norm
    /// for vectors (their sum of squares has the mean 1 and, with dozens of points, a standard deviation of about 0.2, and the root of 1.5² = 2.25 is far off).
    /// </summary>
    public bool Within(double scalars, double vectors) =>
        Readout.Off < scalars + (5 * Readout.Error) && Strength.Off < scalars + (5 * Strength.Error)
        && Train.Off < vectors + (1.5 * Train.Error) && Test.Off < vectors + (1.5 * Test.Error);

    public override string ToString() => FormattableString.Invariant(
        $"⟨w²⟩/λ {Readout.Off:0.0000} ± {Readout.Error:0.0000}, yΦy {Strength.Off:0.0000} ± {Strength.Error:0.0000}, train {Train.Off:0.0000} ± {Train.Error:0.0000}, test {Test.Off:0.0000} ± {Test.Error:0.0000}");

    /// <summary>Samples a network by HMC.</summary>
    public static SampledPosterior Sample(Network network, DataSet train, DataSet test, int draws, ITestOutputHelper output, int chains = 2)
    {
        var sampled = SamplerRun.Run(
            new SamplingProblem(network, train, test), new Hmc(), new RunSettings { Chains = chains, Warmup = 300, Draws = draws, Batches = 25, Threads = 2 });
        output.WriteLine(FormattableString.Invariant(
            $"N {network.Width} χ {network.Scaling} κ {network.Noise}: {draws} draws of {chains} chains in {sampled.Elapsed.TotalSeconds:0} s, ⟨w²⟩/λ = {sampled.OrderParameter.Mean} ± {sampled.OrderParameter.Error}"));
        Assert.Equal(0, sampled.Divergences);
        return sampled;
    }

    /// <summary>Both theories of a neuron, the full one and the tree level, which is the full one without A⁻¹.</summary>
    public static (Posterior Full, Posterior Tree) Solve(Network network, DataSet train, SingleNeuronOptions options)
    {
        var kernel = TrainingKernel.On(network, train);
        return (SingleNeuron.Solve(network, kernel, options), SingleNeuron.SolveTree(network, kernel, options));
    }

    private static (double Off, double Error) Ratio(Posterior theory, Func<Posterior, double> answer, Estimated<double> sampled)
    {
        var error = StandardError.Of(theory, answer);
        return (Math.Abs((answer(theory) / sampled.Mean) - 1), Math.Sqrt((error * error) + (sampled.Error * sampled.Error)) / sampled.Mean);
    }

    private static (double Off, double Error) Distance(Posterior theory, Func<Posterior, Vector<double>> answer, Estimated<Vector<double>> sampled)
    {
        double size = sampled.Mean.L2Norm(), one = StandardError.Of(theory, answer).L2Norm(), two = sampled.Error.L2Norm();
        return ((answer(theory) - sampled.Mean).L2Norm() / size, Math.Sqrt((one * one) + (two * two)) / size);
    }
}
