using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>
/// Kernels and weights of the proportional limit with erf and relu, from a dense S(Q, B; G, m) written here: with φ = m + g, g ~ N(0, G) per
/// neuron, log p = −(N/2)S gives ⟨g⟩ = −½ G ∂S/∂m and ⟨ggᵀ⟩ = G − G (∂S/∂G) G, at fixed Q and B as both are stationary.
/// </summary>
public class NonlinearMomentTests
{
    private const double Step = 1e-4;
    private static readonly Draws Source = new(81);
    private static readonly DataSet Data = new(Source.Matrix(6, 8), Source.Vector(6) + 0.5);

    public static TheoryData<Activation> Activations => new(Enum.GetValues<Activation>());

    [Theory]
    [MemberData(nameof(Activations))]
    public void Feature_kernel_is_the_slope_of_the_action_in_bulk_kernel_and_mean(Activation activation)
    {
        var (posterior, prior, mean) = Solve(activation);
        var bulk = prior - mean.OuterProduct(mean);
        var p = Data.Count;
        var byMean = Vector<double>.Build.Dense(p, i => Slope(e => Action(posterior, bulk, mean + (e * Unit(i)))));
        var byBulk = Matrix<double>.Build.Dense(p, p, (i, j) => Slope(e =>
            Action(posterior, bulk + (e / 2 * (Unit(i).OuterProduct(Unit(j)) + Unit(j).OuterProduct(Unit(i)))), mean)));
        var shift = -0.5 * bulk * byMean;
        var expected = prior + mean.OuterProduct(shift) + shift.OuterProduct(mean) - (bulk * byBulk * bulk);
        Near.Relative(expected, posterior.FeatureKernel(), 1e-8, "⟨Φ⟩");
        Assert.True((expected - prior).FrobeniusNorm() > 0.05 * prior.FrobeniusNorm(), "The features must have moved for this to say anything.");
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Weights_follow_from_the_dense_regularised_kernel(Activation activation)
    {
        var (posterior, prior, mean) = Solve(activation);
        var network = posterior.Network;
        double q = posterior.OrderParameter, beta = Beta(posterior), lambda = network.ReadoutPriorVariance;
        var inverse = Regularised(posterior, prior - mean.OuterProduct(mean), mean).Inverse();
        var a = inverse * Data.Targets;
        var jacobian = Matrix<double>.Build.Dense(Data.Count, 8, (i, j) => DerivativeMean(activation, i) * Data.Inputs[i, j]);
        var sigma = network.HiddenPriorVariance;
        var moment = (sigma * Matrix<double>.Build.DenseIdentity(8))
            + (lambda * q * sigma * sigma * jacobian.Transpose() * (a.OuterProduct(a) - inverse) * jacobian);
        Near.Relative(a, posterior.ScaledDiscrepancy, 1e-11, "a");
        Near.Relative(moment, posterior.HiddenSecondMoment(), 1e-11, "⟨vvᵀ⟩");
        Near.Relative(lambda * q * sigma * jacobian.Transpose() * a, posterior.ReadoutHiddenCorrelation(), 1e-11, "⟨wv⟩");
        Near.Relative(lambda * beta * mean.DotProduct(a), posterior.ReadoutMean, 1e-11, "⟨w⟩", 1e-12);
        Near.Relative(lambda * q, posterior.ReadoutSecondMoment, 1e-14, "⟨w²⟩");
        Near.Relative(Action(posterior, prior - mean.OuterProduct(mean), mean), posterior.Action, 1e-12, "S");
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void The_covariance_is_that_of_the_rescaled_Gaussian_process(Activation activation)
    {
        var (posterior, prior, mean) = Solve(activation);
        var a = Regularised(posterior, prior - mean.OuterProduct(mean), mean);
        var kappa = posterior.Network.Noise;
        var expected = (kappa * Matrix<double>.Build.DenseIdentity(Data.Count)) - (kappa * kappa * a.Inverse());
        Near.Relative(expected, posterior.TrainCovariance(), 1e-11, "Cov f = κ − κ²A⁻¹");
    }

    private static (Posterior Posterior, Matrix<double> Prior, Vector<double> Mean) Solve(Activation activation)
    {
        var network = Network.FromVariances(12, 8, activation, 1.6, 1.1, 6, 0.02);
        var posterior = ProportionalLimit.Solve(network, Data);
        var mean = activation == Activation.Relu
            ? Vector<double>.Build.Dense(Data.Count, i => Math.Sqrt(Variance(i) / (2 * Math.PI)))
            : Vector<double>.Build.Dense(Data.Count);
        return (posterior, posterior.Kernel.Features, mean);
    }

    // Without a mean, B = 1/Q − 1 and β = Q.
    private static double Beta(Posterior posterior) => posterior.Conjugate is { } b ? 1 / (1 + b) : posterior.OrderParameter;

    private static Matrix<double> Regularised(Posterior posterior, Matrix<double> bulk, Vector<double> mean) =>
        (posterior.Network.Noise * Matrix<double>.Build.DenseIdentity(Data.Count))
        + (posterior.Network.KernelScale * ((posterior.OrderParameter * bulk) + (Beta(posterior) * mean.OuterProduct(mean))));

    private static double Action(Posterior posterior, Matrix<double> bulk, Vector<double> mean)
    {
        double q = posterior.OrderParameter, b = (1 / Beta(posterior)) - 1;
        var a = Regularised(posterior, bulk, mean);
        return 1 - (q * b) + Math.Log(1 + b)
            + ((Math.Log(a.Determinant()) + Data.Targets.DotProduct(a.Solve(Data.Targets))) / posterior.Network.Width);
    }

    private static double Variance(int i) => 1.6 / 8 * Data.Inputs.Row(i).DotProduct(Data.Inputs.Row(i));

    // E[φ′(h)] by the trapezoidal rule, which converges exponentially for these analytic functions; relu′ is a step.
    private static double DerivativeMean(Activation activation, int i) => activation switch
    {
        Activation.Linear => 1,
        Activation.Relu => 0.5,
        _ => Enumerable.Range(-500, 1001).Select(k => 0.02 * k).Sum(z =>
            0.02 * Slope(activation, z * Math.Sqrt(Variance(i))) * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)),
    };

    private static double Slope(Activation activation, double h) =>
        activation == Activation.Tanh ? 1 / Math.Pow(Math.Cosh(h), 2) : 2 / Math.Sqrt(Math.PI) * Math.Exp(-h * h);

    private static Vector<double> Unit(int i) => Vector<double>.Build.Dense(Data.Count, k => k == i ? 1 : 0);

    private static double Slope(Func<double, double> f) =>
        ((8 * (f(Step) - f(-Step))) - (f(2 * Step) - f(-2 * Step))) / (12 * Step);
}
