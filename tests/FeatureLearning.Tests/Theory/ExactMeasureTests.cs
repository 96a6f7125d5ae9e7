using FeatureLearning.Networks;
using FeatureLearning.Theory;
using MathNet.Numerics;

namespace FeatureLearning.Tests.Theory;

/// <summary>The exact measure over q against Simpson's rule with dense determinants and solves: no spectrum, no log q.</summary>
public class ExactMeasureTests
{
    private static readonly Draws Source = new(41);
    private static readonly DataSet Data = Source.Data(5, 4);

    public static TheoryData<int, double, double> Settings => new()
    {
        { 4, 1, 0.5 }, { 9, 1, 0.1 }, { 10, 10, 0.02 }, { 60, 1, 0.3 }, { 60, 60, 0.005 }, { 8, 1, 1e4 }, { 400, 1, 1e3 },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Evidence_and_moments_of_q_are_those_of_Simpsons_rule(int width, double chi, double kappa)
    {
        var network = Network.FromVariances(width, 4, Activation.Linear, 1, 1, chi, kappa);
        var posterior = ExactLinear.Solve(network, Data);
        var center = posterior.OrderParameter;
        var spread = Math.Sqrt(posterior.OrderParameterVariance!.Value);
        double from = Math.Max(0, center - (14 * spread)), to = center + (40 * spread);
        var top = LogDensity(network, center);
        double Moment(Func<double, double> f) => Simpson(q => f(q) * Math.Exp(LogDensity(network, q) - top), from, to);
        var norm = Moment(_ => 1);
        Near.Relative(1 - (2.0 / width * (Math.Log(norm) + top)), posterior.Action, 1e-8, "action");
        Near.Relative(Moment(q => q) / norm, center, 1e-8, "⟨q⟩");
        Near.Relative(Moment(q => (q - center) * (q - center)) / norm, spread * spread, 1e-7, "Var q");
    }

    /// <summary>With noise far above the kernel the data say nothing: q keeps its prior, p(y) is N(0, κ).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void Without_information_q_keeps_its_Gamma_prior(int width)
    {
        const double kappa = 1e9;
        var network = Network.FromVariances(width, 4, Activation.Linear, 1, 1, 1, kappa);
        var posterior = ExactLinear.Solve(network, Data);
        Near.Relative(1, posterior.OrderParameter, 1e-7, "⟨q⟩");
        Near.Relative(2.0 / width, posterior.OrderParameterVariance!.Value, 1e-6, "Var q");
        var logEvidence = -0.5 * ((5 * Math.Log(kappa)) + (Data.Targets.DotProduct(Data.Targets) / kappa));
        Near.Absolute(logEvidence, width / 2.0 * (1 - posterior.Action), 1e-6, "log p(y)");
    }

    /// <summary>p(y) is a density: over one target it integrates to 1.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void The_evidence_is_a_normalised_density_of_the_target(int width)
    {
        var network = Network.FromVariances(width, 1, Activation.Linear, 1, 2, 1, 0.5);
        var inputs = Matrix<double>.Build.Dense(1, 1, 1);
        double Density(double y) => Math.Exp((width / 2.0 * (1 - ExactLinear.Solve(
            network, new DataSet(inputs, Vector<double>.Build.Dense(1, y))).Action)) - (0.5 * Math.Log(2 * Math.PI)));
        Near.Relative(1, 2 * Simpson(Density, 0, 60, 1200), 1e-9, "∫p(y)dy");
    }

    // log of the density of q with respect to dq, including its prior's normaliser and without (2π)^{P/2}.
    private static double LogDensity(Network network, double q)
    {
        if (q <= 0)
        {
            return double.NegativeInfinity;
        }

        var half = network.Width / 2.0;
        var c = network.HiddenPriorVariance * Data.Inputs * Data.Inputs.Transpose();
        var cholesky = ((q * network.KernelScale * c) + (network.Noise * Matrix<double>.Build.DenseIdentity(Data.Count))).Cholesky();
        return (half * Math.Log(half)) - SpecialFunctions.GammaLn(half) + ((half - 1) * Math.Log(q)) - (half * q)
            - (0.5 * cholesky.DeterminantLn) - (0.5 * Data.Targets.DotProduct(cholesky.Solve(Data.Targets)));
    }

    private static double Simpson(Func<double, double> f, double from, double to, int intervals = 4000)
    {
        var h = (to - from) / intervals;
        return h / 3 * Enumerable.Range(0, intervals + 1).Sum(i =>
            (i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2) * f(from + (i * h)));
    }
}
