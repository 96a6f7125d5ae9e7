using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using FeatureLearning.Tasks;
using FeatureLearning.Theory;

namespace FeatureLearning.Benchmarks.Scaling;

/// <summary>Every solver and sampler but the single-neuron theory, each in the sizes that its time depends on.</summary>
internal static class Growths
{
    private const int D = 100;

    public static IReadOnlyList<Growth> All { get; } =
    [
        new("erf kernel and its factorisation", "P", [250, 500, 1000, 2000], "P³ + P²D", p => Cube(p) + ((double)p * p * D), p => Factorise(p, D)),
        new("erf kernel and its factorisation", "D", [500, 1000, 2000, 4000], "P³ + P²D", d => Cube(500) + (500.0 * 500 * d), d => Factorise(500, d)),
        new("proportional limit after that", "P", [500, 1000, 2000, 4000], "P + P²", p => (3000.0 * p) + (4.0 * p * p), p => Solved(Activation.Erf, p, 500, (n, k) => ProportionalLimit.Solve(n, k))),
        new("proportional limit after that", "N", [250, 500, 1000, 2000], "1", _ => 1, n => Solved(Activation.Erf, 500, n, (w, k) => ProportionalLimit.Solve(w, k))),
        new("annealing, tree level and one loop", "steps of χ", [8, 16, 32, 64], "steps", s => s, Anneal),
        new("exact posterior of a linear network", "P", [250, 500, 1000, 2000], "P²D", p => (double)p * p * D, p => Exact(p, D)),
        new("exact posterior of a linear network", "D", [50, 100, 200, 400], "P²D + PD²", d => (1000.0 * 1000 * d) + (1000.0 * d * d), d => Exact(1000, d)),
        new("Langevin, one step, erf", "N", [250, 500, 1000, 2000], "NPr", n => n, n => Step(new Langevin(1e-4), 200, D, n)),
        new("Langevin, one step, erf", "P", [125, 250, 500, 1000], "NPr", p => p, p => Step(new Langevin(1e-4), p, D, 500)),
        new("Langevin, one step, erf", "D", [50, 100, 200, 400], "NPr", d => d, d => Step(new Langevin(1e-4), 500, d, 500)),
        new("HMC and MALA, one gradient, erf", "N", [250, 500, 1000, 2000], "NP(P + r)", n => n, n => Step(new Mala { StepSize = 1e-3 }, 200, D, n)),
        new("HMC and MALA, one gradient, erf", "P", [62, 125, 250, 500], "NP(P + r)", p => (double)p * (p + Math.Min(p, D)), p => Step(new Mala { StepSize = 1e-3 }, p, D, 1000)),
        new("Gibbs, one sweep, linear", "N", [250, 500, 1000, 2000], "NP(P + r)", n => n, n => Step(new BlockedGibbs(), 200, D, n)),
        new("Gibbs, one sweep, linear", "P", [62, 125, 250, 500], "NP(P + r)", p => (double)p * (p + Math.Min(p, D)), p => Step(new BlockedGibbs(), p, D, 1000)),
    ];

    private static double Cube(double p) => p * p * p;

    private static LearningTask Task(int p, int d) => IsingTask.Draw(d, p, 10, 0.6, 1);

    private static Network Of(Activation activation, int n, int d) => Network.FromVariances(n, d, activation, gv: 1, gw: 1, chi: 1, kappa: 0.1);

    private static Action Factorise(int p, int d)
    {
        var (network, data) = (Of(Activation.Erf, 500, d), Task(p, d).Train);
        return () => _ = TrainingKernel.On(network, data).Factorization.Eigenvalues.Length;
    }

    private static Action Solved(Activation activation, int p, int n, Func<Network, TrainingKernel, Posterior> solve)
    {
        var network = Of(activation, n, D);
        var kernel = TrainingKernel.On(network, Task(p, D).Train);
        return () => _ = solve(network, kernel).OrderParameter;
    }

    private static Action Anneal(int steps)
    {
        var network = Of(Activation.Linear, 500, D);
        var kernel = TrainingKernel.On(network, Task(200, D).Train);
        double[] chi = [.. Enumerable.Range(0, steps).Select(i => Math.Pow(500, i / (steps - 1.0)))];
        return () => ScalingAnnealing.Run(network, kernel, chi);
    }

    private static Action Exact(int p, int d)
    {
        var (network, data) = (Of(Activation.Linear, 500, d), Task(p, d).Train);
        return () =>
        {
            var posterior = ExactLinear.Solve(network, data);
            _ = (posterior.TrainCovariance(), posterior.FeatureKernel(), posterior.HiddenSecondMoment(), posterior.ReadoutHiddenCorrelation());
        };
    }

    private static Action Step(Sampler sampler, int p, int d, int n)
    {
        var activation = sampler is BlockedGibbs ? Activation.Linear : Activation.Erf;
        var problem = new SamplingProblem(Of(activation, n, d), Task(p, d).Train);
        var transition = sampler.Create(new ChainContext(problem, DenseRoutines.Of(LinearAlgebra.Best), 1, 0));
        transition.Start();
        ulong step = 0;
        return () => transition.Step(step++, adapt: false);
    }
}
