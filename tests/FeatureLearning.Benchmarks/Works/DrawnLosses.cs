using System.Diagnostics;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using FeatureLearning.Sampling.Diagnostics;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>
/// A chain, and of every state the loss ‖y − f‖²/P with a readout of its own: the state's, or one drawn given the hidden weights by Matheron's rule,
/// w = w₀ + λΦᵀA⁻¹(y − Φw₀ − ε). So that the trace is of the same variable as that of a sampler of all weights.
/// </summary>
internal sealed class DrawnLosses
{
    private readonly SamplingProblem problem;
    private readonly ChainContext context;
    private readonly Transition transition;
    private readonly ReadoutPosterior conditional;
    private readonly double[] features, slopes, residual, adjoint, readout, correction;
    private readonly List<double> all = [];
    private ulong steps;

    public DrawnLosses(SamplingProblem problem, Sampler sampler, uint seed, int warmup)
    {
        this.problem = problem;
        context = new ChainContext(problem, DenseRoutines.Of(LinearAlgebra.Best), seed, 0);
        (transition, conditional) = (sampler.Create(context), new ReadoutPosterior(problem, context.Routines));
        var (p, n) = (problem.Data.Count, problem.Network.Width);
        (features, slopes, residual, adjoint) = (new double[p * n], new double[p * n], new double[p], new double[p]);
        (readout, correction) = (new double[n], new double[n]);
        transition.Start();
        for (; steps < (ulong)warmup; steps++)
            transition.Step(steps, adapt: true);
    }

    public double MeanLoss => all.Average();

    /// <summary>Steps for that long; bulk effective size of the losses over the time.</summary>
    public double DrawsPerSecond(double seconds)
    {
        var (losses, time) = Run(seconds, Loss);
        all.AddRange(losses);
        return EffectiveSampleSize.Bulk(Trace(losses)) / time;
    }

    /// <summary>
    /// Steps for that long with the loss' mean given the hidden weights, and says how many independent losses would tell its mean as well: the variance of the losses drawn
    /// before over the squared standard error.
    /// </summary>
    public double MeanPerSecond(double seconds)
    {
        var (means, time) = Run(seconds, ConditionalLoss);
        return EffectiveSampleSize.Mean(Trace(means)) * Variance(all) / Variance(means) / time;
    }

    private (List<double> Values, double Seconds) Run(double seconds, Func<double> observe)
    {
        List<double> values = [];
        var begin = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds; steps++)
        {
            transition.Step(steps, adapt: false);
            EvaluateFeatures();
            values.Add(observe());
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

    private double Loss()
    {
        var (p, n, network) = (problem.Data.Count, problem.Network.Width, problem.Network);
        var scale = Math.Sqrt(network.ReadoutPriorVariance);
        if (transition.HasReadout)
            transition.State.AsSpan(problem.HiddenCount, n).CopyTo(readout);
        else
            context.Stream(RandomPurpose.LastReadout, steps).Normals(readout);
        Spans.Scale(readout, scale);
        problem.Targets.CopyTo(residual, 0);
        context.Routines.Multiply(false, false, p, 1, n, -1, features, readout, 1, residual);
        if (!transition.HasReadout)
        {
            // y − Φw₀ is what is left of the targets before, and y − Φw after the correction.
            residual.CopyTo(adjoint, 0);
            context.Stream(RandomPurpose.LastLabels, steps).AddNormals(adjoint, Math.Sqrt(network.Noise));
            conditional.Factorize(features);
            conditional.Condition(features, adjoint, adjoint, correction);
            context.Routines.Multiply(false, false, p, 1, n, -1, features, correction, 1, residual);
        }

        return Spans.Dot(residual, residual) / p;
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
