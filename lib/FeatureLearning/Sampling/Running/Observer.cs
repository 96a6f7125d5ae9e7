using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>
/// Observes a state on training and test points, with its own readout, or with every observable as its exact conditional mean given the hidden
/// weights (Rao and Blackwell), which only takes noise away.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Φ_all</term><description>features on all m points, m×N</description></item>
/// <item><term>w̄, C</term><description>⟨w|V⟩ or w itself, and Cov(f|V) = λΦ_allΦ_allᵀ − K A⁻¹Kᵀ = κΦ_all M⁻¹Φ_allᵀ or zero</description></item>
/// </list>
/// |w|² has conditional mean |w̄|² + λ(N − Tr C/κ), the trace over the training points.
/// </remarks>
internal sealed class Observer
{
    private readonly ChainContext context;
    private readonly SamplingProblem problem;
    private readonly ObservationLayout layout;
    private readonly ReadoutPosterior readout;
    private readonly double[] features, slopes, trainFeatures, across, acrossFields, solved, adjoint, mean, output;
    private readonly double[] kernel, conditional, cross, second, correlation;

    public Observer(ChainContext context, ObservationLayout layout)
    {
        (this.context, problem, this.layout) = (context, context.Problem, layout);
        readout = new ReadoutPosterior(problem, context.Routines);
        var (m, p, n, space) = (layout.Points, problem.Data.Count, problem.Network.Width, problem.Space);
        (features, slopes) = (new double[m * n], new double[m * n]);
        trainFeatures = space.Test == 0 ? features : new double[p * n];
        (across, acrossFields) = (new double[space.ComplementRank * n], new double[space.ComplementRank == 0 ? 0 : space.Test * n]);
        (solved, adjoint, mean, output) = (new double[m * Math.Min(p, n)], new double[p], new double[n], new double[m]);
        (kernel, conditional, cross) = (new double[m * m], new double[m * m], new double[solved.Length]);
        (second, correlation) = (new double[space.Rank * space.Rank], new double[space.Rank]);
    }

    /// <summary>Writes the raw observation of a state.</summary>
    public void Observe(double[] state, bool withReadout, ulong step, Span<double> raw)
    {
        var (m, n, r) = (layout.Points, problem.Network.Width, problem.Space.Rank);
        EvaluateFeatures(state, step);
        context.Routines.Multiply(false, true, m, m, n, 1.0 / n, features, features, 0, kernel);
        kernel.CopyTo(raw[layout.Features..]);
        var hidden = state.AsSpan(0, problem.HiddenCount);
        var potential = 0.5 * Spans.Dot(hidden, hidden);
        double readoutVariance;
        if (withReadout)
        {
            potential += ReadWeights(state.AsSpan(problem.HiddenCount));
            raw.Slice(layout.Outputs, m * m).Clear();
            readoutVariance = 0;
        }
        else
        {
            potential += Condition(raw.Slice(layout.Outputs, m * m));
            readoutVariance = problem.Network.ReadoutPriorVariance * (n - (TrainTrace(raw) / problem.Network.Noise));
        }

        context.Routines.Multiply(false, false, m, 1, n, 1, features, mean, 0, output);
        output.CopyTo(raw);
        for (var column = 0; column < m; column++)
        {
            Spans.AddScaled(raw.Slice(layout.Outputs + (column * m), m), output[column], output);
        }

        Weights(state, raw);
        WriteTraces(raw, readoutVariance, potential);
    }

    private void EvaluateFeatures(double[] state, ulong step)
    {
        var (m, p, n, space) = (layout.Points, problem.Data.Count, problem.Network.Width, problem.Space);
        context.Routines.Multiply(false, false, m, n, space.Rank, 1, space.AllDesign, state, 0, features);
        if (space.ComplementRank > 0)
        {
            context.Stream(RandomPurpose.Complement, step).Normals(across);
            context.Routines.Multiply(false, false, space.Test, n, space.ComplementRank, 1, space.Complement, across, 0, acrossFields);
            for (var neuron = 0; neuron < n; neuron++)
            {
                Spans.AddScaled(features.AsSpan((neuron * m) + p, space.Test), 1, acrossFields.AsSpan(neuron * space.Test, space.Test));
            }
        }

        FeatureFunction.Evaluate(problem.Network.Activation, features, features, slopes);
        for (var neuron = 0; neuron < n && m > p; neuron++)
        {
            features.AsSpan(neuron * m, p).CopyTo(trainFeatures.AsSpan(neuron * p));
        }
    }

    // w̄ = w; returns −log p(y|θ) − log p(u).
    private double ReadWeights(ReadOnlySpan<double> whitened)
    {
        whitened.CopyTo(mean);
        Spans.Scale(mean, Math.Sqrt(problem.Network.ReadoutPriorVariance));
        var (p, kappa) = (problem.Data.Count, problem.Network.Noise);
        problem.Targets.CopyTo(adjoint, 0);
        context.Routines.Multiply(false, false, p, 1, mean.Length, -1, trainFeatures, mean, 1, adjoint);
        return 0.5 * (Spans.Dot(whitened, whitened) + (Spans.Dot(adjoint, adjoint) / kappa) + (p * Math.Log(2 * Math.PI * kappa)));
    }

    // w̄ and C; returns −log p(y|V).
    private double Condition(Span<double> covariance)
    {
        var (m, p, n, network) = (layout.Points, problem.Data.Count, problem.Network.Width, problem.Network);
        readout.Factorize(trainFeatures);
        readout.Condition(trainFeatures, problem.Targets, adjoint, mean);
        for (var column = 0; column < m; column++)
        {
            for (var row = 0; row < readout.Size; row++)
            {
                solved[row + (column * readout.Size)] = readout.IsDual
                    ? kernel[row + (column * m)] * n * network.ReadoutPriorVariance
                    : features[column + (row * m)];
            }
        }

        if (readout.IsDual)
        {
            solved.CopyTo(cross, 0);
            context.Routines.CholeskySolve(p, m, readout.Factor, solved);
            kernel.CopyTo(conditional, 0);
            context.Routines.Multiply(true, false, m, m, p, -1, cross, solved, n * network.ReadoutPriorVariance, conditional);
        }
        else
        {
            context.Routines.CholeskySolve(n, m, readout.Factor, solved);
            context.Routines.Multiply(false, false, m, m, n, network.Noise, features, solved, 0, conditional);
        }

        conditional.CopyTo(covariance);
        return 0.5 * (Spans.Dot(problem.Targets, adjoint) + readout.LogDeterminant + (p * Math.Log(2 * Math.PI)));
    }

    private double TrainTrace(ReadOnlySpan<double> raw)
    {
        var trace = 0.0;
        for (var i = 0; i < problem.Data.Count; i++)
        {
            trace += raw[layout.Outputs + (i * (layout.Points + 1))];
        }

        return trace;
    }

    private void Weights(double[] state, Span<double> raw)
    {
        var (n, r) = (problem.Network.Width, problem.Space.Rank);
        context.Routines.Multiply(false, true, r, r, n, 1.0 / n, state, state, 0, second);
        context.Routines.Multiply(false, false, r, 1, n, 1.0 / n, state, mean, 0, correlation);
        second.CopyTo(raw[layout.Weights..]);
        correlation.CopyTo(raw[layout.RawCorrelation..]);
    }

    private void WriteTraces(Span<double> raw, double readoutVariance, double potential)
    {
        var (p, n) = (problem.Data.Count, problem.Network.Width);
        double overlap = 0, squared = 0;
        for (var i = 0; i < p; i++)
        {
            overlap += problem.Targets[i] * Spans.Dot(kernel.AsSpan(i * layout.Points, p), problem.Targets);
            squared += (problem.Targets[i] - output[i]) * (problem.Targets[i] - output[i]);
        }

        var traces = raw[layout.RawTraces..];
        traces[(int)SampledScalar.ReadoutNorm] = (Spans.Dot(mean, mean) + readoutVariance) / (n * problem.Network.ReadoutPriorVariance);
        traces[(int)SampledScalar.ReadoutMean] = mean.Average();
        traces[(int)SampledScalar.TargetOverlap] = overlap / ((double)p * p);
        traces[(int)SampledScalar.TrainDiscrepancy] = Math.Sqrt(squared / p);
        traces[(int)SampledScalar.TrainLoss] = Loss(raw, 0, p);
        traces[(int)SampledScalar.TestLoss] = problem.TestTargets is null ? double.NaN : Loss(raw, p, layout.Points);
        traces[(int)SampledScalar.Potential] = potential;
    }

    // ⟨(y − f)²⟩ = ⟨f²⟩ − 2yf + y², averaged.
    private double Loss(ReadOnlySpan<double> raw, int from, int to)
    {
        var sum = 0.0;
        for (var i = from; i < to; i++)
        {
            var y = problem.AllTargets[i];
            sum += raw[layout.Outputs + (i * (layout.Points + 1))] - (2 * y * output[i]) + (y * y);
        }

        return sum / (to - from);
    }
}
