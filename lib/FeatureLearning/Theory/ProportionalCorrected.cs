using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Theory;

/// <summary>
/// The proportional limit with the fluctuations of its order parameter: the next order in 1/N. Around the saddle point, s = log Q has the
/// density exp(−(N/2) S(eˢ)); its variance σ² = 2/(N S̈) and mean shift −σ² S⃛/(2S̈), dots being derivatives in s, enter every mean,
/// covariance and second moment. Derived for this project from the action of arXiv:2508.20989; for linear networks it is the expansion of
/// the exact mixture.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>S(Q)</term><description>action of <see cref="ProportionalLimit"/></description></item>
/// <item><term>σ²</term><description>variance of log Q, of order 1/N; <see cref="Posterior.OrderParameterVariance"/> is that of Q</description></item>
/// <item><term>x</term><description>Qλᵢ/(Qλᵢ + κ) for the eigenvalues λᵢ of K, 0 to 1</description></item>
/// </list>
/// An average over q with this mean and variance is taken as the one over the two points with the same mean and variance, which is exact to
/// the order kept. Errors against the exact posterior fall as 1/N², those of the saddle point as 1/N.
/// </remarks>
public static class ProportionalCorrected
{
    /// <summary>Computes the kernel and the posterior around the global minimum.</summary>
    /// <param name="network">A network with an odd activation (linear or erf).</param>
    /// <param name="data">The training data.</param>
    /// <exception cref="ArgumentException">Features have a mean, or the data's input dimension is not the network's.</exception>
    public static Posterior Solve(Network network, DataSet data) => Solve(network, TrainingKernel.On(network, data));

    /// <summary>The posterior around the global minimum of the action.</summary>
    /// <param name="network">A network with an odd activation (linear or erf).</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <exception cref="ArgumentException">Features have a mean, or the kernel is another network's.</exception>
    public static Posterior Solve(Network network, TrainingKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(kernel);
        ProportionalLimit.RequireOneOrderParameter(network, kernel);
        var saddle = ProportionalLimit.Solve(network, kernel);
        if (saddle.Status != SolverStatus.Converged)
        {
            return Posterior.Failed(TheoryKind.ProportionalCorrected, network, kernel, saddle.Status, saddle.Message);
        }

        var spectrum = new KernelSpectrum(network, kernel);
        var (second, third) = Curvatures(spectrum, saddle.OrderParameter);
        var variance = 2 / (network.Width * second);
        var centre = Math.Log(saddle.OrderParameter) - (variance * third / (2 * second));
        var nodes = new WeightedNodes([Math.Exp(centre - Math.Sqrt(variance)), Math.Exp(centre + Math.Sqrt(variance))], [0.5, 0.5]);
        var measure = MixtureMeasure.Build(network, kernel, spectrum, nodes);
        return new Posterior(TheoryKind.ProportionalCorrected, network, kernel, measure)
        {
            OrderParameter = measure.SecondMomentOverPrior,
            OrderParameterVariance = nodes.Mean(q => q * q) - Math.Pow(measure.SecondMomentOverPrior, 2),
            Action = saddle.Action + (Math.Log(second) / network.Width),
            Residual = saddle.Residual,
            Iterations = saddle.Iterations,
            StationaryPoints = saddle.StationaryPoints,
            Branch = saddle.Branch,
        };
    }

    // S̈ = Q + (1/N) Σ x(1−x)[1 − (y²/κ)(1−2x)] and its derivative, with dx/ds = x(1−x).
    private static (double Second, double Third) Curvatures(KernelSpectrum spectrum, double q)
    {
        double second = 0, third = 0;
        for (var i = 0; i < spectrum.Targets.Length; i++)
        {
            var x = q * spectrum.Eigenvalues[i] / spectrum.Mu(i, q);
            var (rest, tilt, signal) = (x * (1 - x), 1 - (2 * x), spectrum.Targets[i] * spectrum.Targets[i] / spectrum.Noise);
            second += rest * (1 - (signal * tilt));
            third += rest * (tilt - (signal * ((tilt * tilt) - (2 * rest))));
        }

        return (q + (second / spectrum.Width), q + (third / spectrum.Width));
    }
}
