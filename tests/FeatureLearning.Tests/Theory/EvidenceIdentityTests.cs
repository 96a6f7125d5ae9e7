using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>
/// S = 1 − (2/N) log p(y) + const generates every answer: moments are derivatives with respect to priors, means and covariances with
/// respect to targets. Central differences of the action are a route that shares nothing with the formulas of the measures.
/// </summary>
public class EvidenceIdentityTests
{
    private const double Step = 1e-3;
    private static readonly Draws Source = new(11);
    private static readonly DataSet Data = Source.Data(9, 6);
    private static readonly Network Small = Network.FromVariances(14, 6, Activation.Linear, 1.4, 0.8, 2, 0.3);

    /// <summary>Theories whose moments come from their own action; NNGP does not move its features.</summary>
    public static TheoryData<TheoryKind> Adaptive => new(Theories.ForLinear.Where(theory => theory != TheoryKind.Nngp));

    public static TheoryData<TheoryKind> All => new(Theories.ForLinear);

    /// <summary>Theories whose covariance contains the fluctuations of their order parameter.</summary>
    public static TheoryData<TheoryKind> WithFluctuations =>
        new(TheoryKind.Nngp, TheoryKind.Exact, TheoryKind.TreeLevel, TheoryKind.OneLoop);

    /// <summary>∂log p/∂log g_w = (N/2)(⟨w²⟩/λ − 1), from ∂ log N(w; 0, λ)/∂λ under the posterior.</summary>
    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Readout_second_moment_is_the_slope_in_the_readout_prior(TheoryKind theory)
    {
        var slope = Derivative(e => Theories.Solve(theory, WithReadout(Small, Math.Exp(e)), Data).Action);
        var posterior = Theories.Solve(theory, Small, Data);
        Near.Relative(1 - slope, posterior.ReadoutSecondMoment / Small.ReadoutPriorVariance, 1e-8, "⟨w²⟩/λ");
    }

    [Theory]
    [InlineData(Activation.Erf)]
    [InlineData(Activation.Relu)]
    public void Readout_second_moment_of_a_nonlinear_network_is_the_slope_too(Activation activation)
    {
        var network = Network.FromVariances(14, 6, activation, 1.4, 0.8, 2, 0.3);
        var slope = Derivative(e => ProportionalLimit.Solve(WithReadout(network, Math.Exp(e)), Data).Action);
        var posterior = ProportionalLimit.Solve(network, Data);
        Near.Relative(1 - slope, posterior.ReadoutSecondMoment / network.ReadoutPriorVariance, 1e-8, "⟨w²⟩/λ");
    }

    /// <summary>Scaling the prior of v along u by 1 + ε is scaling the inputs along u by √(1+ε): ∂log p/∂ε = (N/2)(uᵀ⟨vvᵀ⟩u/σ² − 1).</summary>
    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Hidden_second_moment_along_any_direction_is_the_slope_in_its_prior(TheoryKind theory)
    {
        var moment = Theories.Solve(theory, Small, Data).HiddenSecondMoment();
        foreach (var direction in new[] { Source.Vector(6), Source.Vector(6), Vector<double>.Build.Dense(6, i => i == 2 ? 1 : 0) })
        {
            var u = direction / direction.L2Norm();
            double Action(double e) => Theories.Solve(theory, Small, new DataSet(Stretch(Data.Inputs, u, e), Data.Targets)).Action;
            Near.Relative(Small.HiddenPriorVariance * (1 - Derivative(Action)), u.DotProduct(moment * u), 1e-8, "uᵀ⟨vvᵀ⟩u");
        }
    }

    /// <summary>A linear feature kernel is a quadratic form in the hidden weights: ⟨Φ⟩ = X⟨vvᵀ⟩Xᵀ on any points.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Feature_kernel_is_the_quadratic_form_of_the_hidden_second_moment(TheoryKind theory)
    {
        var posterior = Theories.Solve(theory, Small, Data);
        var there = Source.Matrix(4, 6);
        var moment = posterior.HiddenSecondMoment();
        Near.Relative(Data.Inputs * moment * Data.Inputs.Transpose(), posterior.FeatureKernel(), 1e-12, "train");
        Near.Relative(there * moment * there.Transpose(), posterior.FeatureKernel(there), 1e-12, "test");
    }

    /// <summary>a = −∂log p/∂y = (N/2) ∂S/∂y.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Scaled_discrepancy_is_the_slope_in_the_targets(TheoryKind theory)
    {
        var a = Theories.Solve(theory, Small, Data).ScaledDiscrepancy;
        for (var i = 0; i < 3; i++)
        {
            var direction = Source.Vector(9).Normalize(2);
            double Action(double e) => Theories.Solve(theory, Small, Towards(direction, e)).Action;
            Near.Relative(Small.Width / 2.0 * Derivative(Action), a.DotProduct(direction), 1e-8, "a·d", floor: a.L2Norm() / 3);
        }
    }

    /// <summary>Cov f = κ − κ² ∂a/∂y, the second derivative of log p(y).</summary>
    [Theory]
    [MemberData(nameof(WithFluctuations))]
    public void Train_covariance_is_the_response_of_the_mean_to_the_targets(TheoryKind theory)
    {
        var covariance = Theories.Solve(theory, Small, Data).TrainCovariance();
        for (var j = 0; j < Data.Count; j += 3)
        {
            var direction = Vector<double>.Build.Dense(Data.Count, i => i == j ? 1 : 0);
            var response = DerivativeVector(e => Theories.Solve(theory, Small, Towards(direction, e)).TrainMean);
            Near.Relative(Small.Noise * response, covariance.Column(j), 1e-8, "Cov f");
        }
    }

    /// <summary>⟨|y − f|²⟩ = κP − Nκ² ∂S/∂κ, from ∂ log N(y; f, κ)/∂κ under the posterior.</summary>
    [Theory]
    [InlineData(TheoryKind.Nngp)]
    [InlineData(TheoryKind.Exact)]
    [InlineData(TheoryKind.Proportional)]
    public void Train_loss_is_the_slope_in_the_noise(TheoryKind theory)
    {
        var posterior = Theories.Solve(theory, Small, Data);
        var slope = Derivative(e => Theories.Solve(theory, Small.WithNoise(Small.Noise * Math.Exp(e)), Data).Action) / Small.Noise;
        var expected = (Small.Noise * Data.Count) - (Small.Width * Small.Noise * Small.Noise * slope);
        Near.Relative(expected, posterior.Discrepancy.DotProduct(posterior.Discrepancy) + posterior.TrainCovariance().Trace(), 1e-8, "loss");
    }

    private static Network WithReadout(Network network, double factor) => Network.FromVariances(
        network.Width, network.InputDimension, network.Activation, network.HiddenVariance, network.ReadoutVariance * factor,
        network.Scaling, network.Noise);

    private static DataSet Towards(Vector<double> direction, double e) => new(Data.Inputs, Data.Targets + (e * direction));

    private static Matrix<double> Stretch(Matrix<double> inputs, Vector<double> u, double e) =>
        inputs + ((Math.Sqrt(1 + e) - 1) * (inputs * u).OuterProduct(u));

    // Fourth order: the error is about Step⁴/30 of the fifth derivative.
    private static double Derivative(Func<double, double> f) =>
        ((8 * (f(Step) - f(-Step))) - (f(2 * Step) - f(-2 * Step))) / (12 * Step);

    private static Vector<double> DerivativeVector(Func<double, Vector<double>> f) =>
        ((8 * (f(Step) - f(-Step))) - (f(2 * Step) - f(-2 * Step))) / (12 * Step);
}
