using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Theory;
using Xunit.Abstractions;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// The single-neuron theory, and the first order in 1/N, against small networks whose posterior is summed over prior draws of the hidden weights, weighted by the evidence with
/// the readout integrated out: no Markov chain, no theory. What remains of the distance between the NNGP and the network is the theory's error.
/// </summary>
/// <remarks>
/// A ratio may exceed what the next order in 1/N allows by 4 standard errors of the sum (by batches, at most 0.06): a false alarm has a chance below
/// 10⁻³ for all cases together and new seeds. The NNGP, whose ratio is 1, is the broken twin; with the residual field of all neurons for that of all
/// others the erf network at χ = 4 has 1.3 for ⟨f⟩.
/// </remarks>
[Trait("Category", "Statistical")]
public class SmallNetworkTests(ITestOutputHelper output)
{
    private const int P = 4, D = 2, Draws = 400_000, Batches = 20;

    [Theory]
    [InlineData(Activation.Linear, 1, 24, 0.2, 0.3)]
    [InlineData(Activation.Erf, 1, 24, 0.2, 0.3)]
    [InlineData(Activation.Relu, 1, 24, 0.2, 0.3)]
    [InlineData(Activation.Erf, 4, 24, 0.2, 0.4)]
    [InlineData(Activation.Relu, 4, 24, 0.2, 0.4)]
    [InlineData(Activation.Erf, 1, 96, 0.06, 0.075)]
    [InlineData(Activation.Relu, 1, 96, 0.06, 0.075)]
    public void Most_of_the_networks_distance_from_the_nngp_is_explained(Activation activation, double chi, int width, double allowed, double allowedFirst)
    {
        var data = new DataSet(new Draws(101).Matrix(P, D), 1.5 * new Draws(102).Vector(P));
        var network = Network.FromVariances(width, D, activation, 2, 1.5, chi, 0.3);
        var (mean, error) = Sum(network, data);
        var theory = SingleNeuron.Solve(network, data, new() { Particles = 512, RoundsPerStep = 40, AnnealingSteps = 5 });
        Assert.Equal((SolverStatus.Converged, ""), (theory.Status, theory.Message));
        Vector<double> explained = Numbers(theory), lazy = Numbers(Nngp.Solve(network, data));
        var expansion = Numbers(KernelAdaptation.Solve(network, data, new() { FinalRounds = 100 }));
        var oneLoop = Numbers(KernelAdaptation.SolveOneLoop(network, data, new() { FinalRounds = 100 }));
        foreach (var (name, from, count) in new[] { ("⟨f⟩", 0, P), ("⟨w²⟩/λ", P, 1), ("⟨vvᵀ⟩", P + 1, D * D), ("⟨ffᵀ⟩", P + 1 + (D * D), P * P) })
        {
            Vector<double> Part(Vector<double> all) => all.SubVector(from, count);
            var distance = Part(lazy - mean).L2Norm();
            double ratio = Part(explained - mean).L2Norm() / distance, noise = Part(error).L2Norm() / distance;
            output.WriteLine(FormattableString.Invariant($"{name}: {ratio} ± {noise} of {distance}"));
            double first = Part(expansion - mean).L2Norm() / distance, loop = Part(oneLoop - mean).L2Norm() / distance;
            output.WriteLine(FormattableString.Invariant($"{name}: first order {first}, self-consistently {loop}"));
            Assert.True(first < allowedFirst + (4 * noise) && loop < allowedFirst + (4 * noise), FormattableString.Invariant($"{name}: {first} {loop}"));
            Assert.True(noise < 0.06 && ratio < allowed + (4 * noise), FormattableString.Invariant($"{name}: {ratio} ± {noise}"));
        }
    }

    private static Vector<double> Numbers(Posterior posterior) => Vector<double>.Build.Dense(
    [
        .. posterior.TrainMean, posterior.ReadoutSecondMoment / posterior.Network.ReadoutPriorVariance,
        .. posterior.HiddenSecondMoment().ToColumnMajorArray(),
        .. (posterior.TrainCovariance() + posterior.TrainMean.OuterProduct(posterior.TrainMean)).ToColumnMajorArray(),
    ]);

    private static (Vector<double> Mean, Vector<double> Error) Sum(Network network, DataSet data)
    {
        var batches = Enumerable.Range(0, Batches).AsParallel().AsOrdered().Select(batch => Batch(network, data, 200 + batch)).ToArray();
        var total = batches.Sum(batch => batch.Weight);
        var mean = batches.Select(batch => batch.Sum).Aggregate((a, b) => a + b) / total;
        var squares = batches.Select(batch => (batch.Sum - (batch.Weight * mean)).PointwisePower(2)).Aggregate((a, b) => a + b);
        return (mean, squares.PointwiseSqrt() / total);
    }

    private static (Vector<double> Sum, double Weight) Batch(Network network, DataSet data, int seed)
    {
        var random = new Random(seed);
        var (n, lambda) = (network.Width, network.ReadoutPriorVariance);
        double[] sum = new double[P + 1 + (D * D) + (P * P)], v = new double[n * D], phi = new double[n * P], kernel = new double[P * P];
        double weight = 0;
        for (var draw = 0; draw < Draws / Batches; draw++)
        {
            for (var i = 0; i < v.Length; i++)
            {
                v[i] = Math.Sqrt(-2 * network.HiddenPriorVariance * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            }

            Features(network.Activation, data.Inputs, v, phi);
            Gram(lambda, phi, kernel);
            var factor = PositiveDefinite.Factor(P, kernel, network.Noise)!;
            var a = factor.Solve(data.Targets.AsArray());
            var inverse = factor.IntoInverse();
            var p = Evidence(kernel, network.Noise, a, data.Targets);
            weight += p;
            Add(sum, p, network, data, v, kernel, inverse, a);
        }

        return (Vector<double>.Build.Dense(sum), weight);
    }

    private static void Add(
        double[] sum, double p, Network network, DataSet data, double[] v, double[] kernel, double[] inverse, double[] a)
    {
        double quadratic = 0, trace = 0;
        for (var i = 0; i < P; i++)
        {
            sum[i] += p * (data.Targets[i] - (network.Noise * a[i]));
            for (var j = 0; j < P; j++)
            {
                quadratic += a[i] * kernel[(i * P) + j] * a[j];
                trace += inverse[(i * P) + j] * kernel[(j * P) + i];
                var covariance = (i == j ? network.Noise : 0) - (network.Noise * network.Noise * inverse[(i * P) + j]);
                var both = (data.Targets[i] - (network.Noise * a[i])) * (data.Targets[j] - (network.Noise * a[j]));
                sum[P + 1 + (D * D) + (i * P) + j] += p * (both + covariance);
            }
        }

        // |λφᵀa|²/(Nλ) + tr(1 − λφᵀA⁻¹φ)/N
        sum[P] += p * (1 + ((quadratic - trace) / network.Width));
        for (var i = 0; i < D * D; i++)
        {
            double moment = 0;
            for (var k = 0; k < network.Width; k++)
            {
                moment += v[(k * D) + (i / D)] * v[(k * D) + (i % D)];
            }

            sum[P + 1 + i] += p * moment / network.Width;
        }
    }

    private static void Features(Activation activation, Matrix<double> x, double[] v, double[] phi)
    {
        for (var k = 0; k < v.Length / D; k++)
        {
            for (var i = 0; i < P; i++)
            {
                var h = (x[i, 0] * v[k * D]) + (x[i, 1] * v[(k * D) + 1]);
                phi[(k * P) + i] = activation switch
                {
                    Activation.Erf => MathNet.Numerics.SpecialFunctions.Erf(h),
                    Activation.Relu => Math.Max(h, 0),
                    _ => h,
                };
            }
        }
    }

    private static void Gram(double lambda, double[] phi, double[] kernel)
    {
        Array.Clear(kernel);
        for (var k = 0; k < phi.Length; k += P)
        {
            for (var i = 0; i < P * P; i++)
            {
                kernel[i] += lambda * phi[k + (i / P)] * phi[k + (i % P)];
            }
        }
    }

    private static double Evidence(double[] kernel, double noise, double[] a, Vector<double> y)
    {
        var system = Matrix<double>.Build.DenseOfRowMajor(P, P, kernel) + (noise * Matrix<double>.Build.DenseIdentity(P));
        return Math.Exp(-0.5 * y.DotProduct(Vector<double>.Build.Dense(a))) / Math.Sqrt(system.Determinant());
    }
}
