using System.Diagnostics;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using FeatureLearning.Sampling.Diagnostics;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>
/// A chain, and of every state the losses ‖y − f‖²/P with readouts drawn given its hidden weights by Matheron's rule, w = w₀ + λΦᵀA⁻¹(y − Φw₀ − ε), for which y − f = ε + κA⁻¹(y − Φw₀ − ε).
/// So that the trace is of the same variable as that of a sampler of all weights. A readout costs little beside a step of the hidden weights: several of each.
/// </summary>
internal sealed class DrawnLosses
{
    private readonly SamplingProblem problem;
    private readonly ChainContext context;
    private readonly Transition transition;
    private readonly ReadoutPosterior conditional;
    private readonly double[] features, slopes, adjoint, correction, priors, noise, pulls;
    private readonly List<double> all = [];
    private ulong steps;

    /// <param name="problem">P ≤ N.</param>
    /// <param name="sampler">Of the hidden weights.</param>
    /// <param name="readouts">Draws of the readout for each state.</param>
    /// <param name="seed">Of all draws.</param>
    /// <param name="warmup">Steps not counted.</param>
    public DrawnLosses(SamplingProblem problem, Sampler sampler, int readouts, uint seed, int warmup)
    {
        this.problem = problem;
        context = new ChainContext(problem, DenseRoutines.Of(LinearAlgebra.Best), seed, 0);
        (transition, conditional) = (sampler.Create(context), new ReadoutPosterior(problem, context.Routines));
        var (p, n) = (problem.Data.Count, problem.Network.Width);
        (features, slopes, adjoint, correction) = (new double[p * n], new double[p * n], new double[p], new double[n]);
        (priors, noise, pulls) = (new double[n * readouts], new double[p * readouts], new double[p * readouts]);
        transition.Start();
        for (; steps < (ulong)warmup; steps++)
            transition.Step(steps, adapt: true);
    }

    public double MeanLoss => all.Average();

    /// <summary>Steps for that long; bulk effective size of the losses over the time.</summary>
    public double DrawsPerSecond(double seconds)
    {
        var (losses, time) = Run(seconds, AddLosses);
        all.AddRange(losses);
        return EffectiveSampleSize.Bulk(Trace(losses)) / time;
    }

    /// <summary>
    /// Steps for that long with the loss' mean given the hidden weights, and says how many independent losses would tell its mean as well: the variance of the losses drawn
    /// before over the squared standard error.
    /// </summary>
    public double MeanPerSecond(double seconds)
    {
        var (means, time) = Run(seconds, values => values.Add(ConditionalLoss()));
        return EffectiveSampleSize.Mean(Trace(means)) * Variance(all) / Variance(means) / time;
    }

    private (List<double> Values, double Seconds) Run(double seconds, Action<List<double>> observe)
    {
        List<double> values = [];
        var begin = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds; steps++)
        {
            transition.Step(steps, adapt: false);
            EvaluateFeatures();
            observe(values);
        }

        return (values, Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }

    private static double Variance(List<double> values) => values.Average(value => value * value) - (values.Average() * values.Average());

    private static double[,] Trace(List<double> values)
    {
        var trace = new double[1, values.Count];
        for (var draw = 0; draw < values.Count; draw++)
            trace[0, draw] = values[draw];
        return trace;
    }

    private void EvaluateFeatures()
    {
        var (p, n, space) = (problem.Data.Count, problem.Network.Width, problem.Space);
        context.Routines.Multiply(false, false, p, n, space.Rank, 1, space.Design, transition.State, 0, features);
        if (problem.Network.Activation != Activation.Linear)
            FeatureFunction.Evaluate(problem.Network.Activation, features, features, slopes);
    }

    private void AddLosses(List<double> losses)
    {
        var (p, n, network) = (problem.Data.Count, problem.Network.Width, problem.Network);
        var count = noise.Length / p;
        context.Stream(RandomPurpose.LastReadout, steps).Normals(priors);
        context.Stream(RandomPurpose.LastLabels, steps).Normals(noise);
        for (var draw = 0; draw < count; draw++)
            problem.Targets.CopyTo(pulls, draw * p);
        context.Routines.Multiply(false, false, p, count, n, -Math.Sqrt(network.ReadoutPriorVariance), features, priors, 1, pulls);
        Spans.Scale(noise, Math.Sqrt(network.Noise));
        Spans.AddScaled(pulls, -1, noise);
        conditional.Factorize(features);
        context.Routines.CholeskySolve(p, count, conditional.Factor, pulls);
        Spans.AddScaled(noise, network.Noise, pulls);
        for (var draw = 0; draw < count; draw++)
            losses.Add(Spans.Dot(noise.AsSpan(draw * p, p), noise.AsSpan(draw * p, p)) / p);
    }

    // ⟨‖y − f‖²|V⟩/P = (κ²|a|² + κP − κ² Tr A⁻¹)/P, a = A⁻¹y, from y − ⟨f|V⟩ = κa and Cov(f|V) = κ − κ²A⁻¹.
    private double ConditionalLoss()
    {
        var (p, kappa) = (problem.Data.Count, problem.Network.Noise);
        conditional.Factorize(features);
        conditional.Condition(features, problem.Targets, adjoint, correction);
        conditional.Invert();
        var trace = 0.0;
        for (var i = 0; i < p; i++)
            trace += conditional.Factor[i * (p + 1)];
        return kappa * ((kappa * (Spans.Dot(adjoint, adjoint) - trace)) + p) / p;
    }
}
