using System.Diagnostics;
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
    public double EffectiveSamplesPerSecond(double seconds)
    {
        List<double> losses = [];
        var begin = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds; steps++)
        {
            transition.Step(steps, adapt: false);
            losses.Add(Loss());
        }

        var time = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        all.AddRange(losses);
        var trace = new double[1, losses.Count];
        for (var draw = 0; draw < losses.Count; draw++)
            trace[0, draw] = losses[draw];
        return EffectiveSampleSize.Bulk(trace) / time;
    }

    private double Loss()
    {
        var (p, n, space, network) = (problem.Data.Count, problem.Network.Width, problem.Space, problem.Network);
        context.Routines.Multiply(false, false, p, n, space.Rank, 1, space.Design, transition.State, 0, features);
        FeatureFunction.Evaluate(network.Activation, features, features, slopes);
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
}
