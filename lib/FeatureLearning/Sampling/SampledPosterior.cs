using FeatureLearning.Kernels;
using FeatureLearning.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Sampling;

/// <summary>
/// What sampling says of a trained network: everything that a theory's <see cref="Posterior"/> answers, on the training and the test points, each
/// with its Monte-Carlo standard error.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>⟨f⟩, Cov f</term><description><see cref="TrainMean"/>, <see cref="TestMean"/>, <see cref="TrainCovariance"/>, <see cref="TestCovariance"/></description></item>
/// <item><term>⟨Φ⟩</term><description><see cref="FeatureKernel"/>, <see cref="TestFeatureKernel"/>, mean of φφᵀ per neuron</description></item>
/// <item><term>⟨vvᵀ⟩, ⟨w²⟩, ⟨wv⟩</term><description>moments of a neuron's weights, as in <see cref="Posterior"/></description></item>
/// <item><term>Q</term><description><see cref="OrderParameter"/> = ⟨w²⟩/λ</description></item>
/// </list>
/// Without draws, or after divergence, every answer throws an <see cref="InvalidOperationException"/> with <see cref="Message"/>. Errors are
/// those of batch means over all chains; <see cref="Traces"/> are for diagnostics.
/// </remarks>
public sealed class SampledPosterior
{
    private readonly ObservationLayout layout;
    private readonly SamplingChain[] chains;
    private readonly long stepsOfThisRun;
    private readonly Lazy<(double[] Mean, double[] Error)> estimates;

    internal SampledPosterior(
        SamplingProblem problem, Sampler sampler, RunSettings settings, ObservationLayout layout, SamplingChain[] chains, long stepsBefore, TimeSpan elapsed)
    {
        (Problem, Sampler, Settings, this.layout, this.chains, Elapsed) = (problem, sampler, settings, layout, chains, elapsed);
        Status = chains.Any(chain => chain.Failed) ? SamplingStatus.Diverged
            : chains.All(chain => chain.IsFinished) ? SamplingStatus.Complete : SamplingStatus.Partial;
        Message = Status == SamplingStatus.Diverged
            ? $"The weights of a chain of '{sampler.Name}' are no longer finite: the step is too large."
            : Count == 0 ? "No draw was made." : "";
        stepsOfThisRun = Steps - stepsBefore;
        estimates = new(() => PooledEstimates.Of(layout, [.. chains.Select(chain => chain.Accumulated)]));
    }

    /// <summary>What was sampled.</summary>
    public SamplingProblem Problem { get; }

    /// <summary>How.</summary>
    public Sampler Sampler { get; }

    /// <summary>How long.</summary>
    public RunSettings Settings { get; }

    /// <summary>How the run ended.</summary>
    public SamplingStatus Status { get; }

    /// <summary>Why there are no numbers; empty where there are.</summary>
    public string Message { get; }

    /// <summary>Draws recorded in all chains.</summary>
    public int Count => chains.Sum(chain => chain.Accumulated.Count);

    /// <summary>Time of this run, without what was sampled before a resume.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Steps of all chains, warm-up included.</summary>
    public long Steps => chains.Sum(chain => chain.Steps);

    /// <summary>Steps of all chains per second of this run.</summary>
    public double StepsPerSecond => stepsOfThisRun / Elapsed.TotalSeconds;

    /// <summary>Gradients computed in all chains, warm-up included.</summary>
    public long Gradients => chains.Sum(chain => chain.Gradients);

    /// <summary>Mean probability of acceptance after the warm-up; NaN before its end.</summary>
    public double Acceptance => chains.Sum(chain => chain.Acceptance) / chains.Sum(chain => Math.Max(0, chain.Steps - Settings.Warmup));

    /// <summary>Steps after the warm-up in which the integrator broke down.</summary>
    public int Divergences => chains.Sum(chain => chain.Divergences);

    /// <summary>⟨f⟩ on the training points.</summary>
    public Estimated<Vector<double>> TrainMean => Vector(0, P);

    /// <summary>⟨f*⟩ on the test points.</summary>
    public Estimated<Vector<double>> TestMean => layout.Points > P
        ? Vector(P, layout.Points - P)
        : throw new InvalidOperationException("The problem has no test points.");

    /// <summary>Δ = y − ⟨f⟩ on the training points.</summary>
    public Estimated<Vector<double>> Discrepancy => TrainMean with { Mean = Problem.Data.Targets - TrainMean.Mean };

    /// <summary>Cov f on the training points, P×P.</summary>
    public Estimated<Matrix<double>> TrainCovariance => Block(layout.Outputs, 0, P);

    /// <summary>Cov f* on the test points, n×n.</summary>
    public Estimated<Matrix<double>> TestCovariance => Block(layout.Outputs, P, layout.Points - P);

    /// <summary>⟨Φ⟩ on the training points, P×P.</summary>
    public Estimated<Matrix<double>> FeatureKernel => Block(layout.Features, 0, P);

    /// <summary>⟨Φ⟩ on the test points, n×n.</summary>
    public Estimated<Matrix<double>> TestFeatureKernel => Block(layout.Features, P, layout.Points - P);

    /// <summary>⟨vvᵀ⟩, D×D.</summary>
    public Estimated<Matrix<double>> HiddenSecondMoment => Square(layout.Weights, Problem.Network.InputDimension);

    /// <summary>⟨wv⟩, D numbers.</summary>
    public Estimated<Vector<double>> ReadoutHiddenCorrelation => Vector(layout.Correlation, Problem.Network.InputDimension);

    /// <summary>⟨w²⟩.</summary>
    public Estimated<double> ReadoutSecondMoment => new(
        Scalar(SampledScalar.ReadoutNorm).Mean * Problem.Network.ReadoutPriorVariance, Scalar(SampledScalar.ReadoutNorm).Error * Problem.Network.ReadoutPriorVariance);

    /// <summary>⟨w⟩.</summary>
    public Estimated<double> ReadoutMean => Scalar(SampledScalar.ReadoutMean);

    /// <summary>Q = ⟨w²⟩/λ.</summary>
    public Estimated<double> OrderParameter => Scalar(SampledScalar.ReadoutNorm);

    /// <summary>A hash of all sums and traces: two runs made the same draws if and only if they agree.</summary>
    public string Fingerprint => PooledEstimates.Fingerprint(chains);

    private int P => Problem.Data.Count;

    private (double[] Mean, double[] Error) Estimates => Message.Length == 0 ? estimates.Value : throw new InvalidOperationException(Message);

    /// <summary>Mean of a trace over all draws.</summary>
    /// <param name="trace">Which.</param>
    public Estimated<double> Scalar(SampledScalar trace) => new(Estimates.Mean[layout.Traces + (int)trace], Estimates.Error[layout.Traces + (int)trace]);

    /// <summary>A trace, chains × draws; of a partial run as many draws as the shortest chain has.</summary>
    /// <param name="trace">Which.</param>
    public double[,] Traces(SampledScalar trace) => Table((int)trace);

    /// <summary>Energies after fresh momenta, chains × draws, for E-BFMI; NaN for samplers without momenta.</summary>
    public double[,] Energies() => Table(ObservationLayout.TraceCount);

    /// <summary>
    /// θ·v/|θ| and w of every neuron of every chain's last draw: chains × N neurons of the posterior, those of one network nearly independent. The
    /// readout of the exact samplers is drawn given the hidden weights.
    /// </summary>
    /// <param name="direction">θ, D numbers, not zero.</param>
    /// <exception cref="ArgumentException">Another length, not finite, or zero.</exception>
    public IReadOnlyList<(double Along, double Readout)> Neurons(Vector<double> direction)
    {
        ArgumentNullException.ThrowIfNull(direction);
        Require.Length(direction, Problem.Network.InputDimension, nameof(direction));
        Require.Finite(direction, nameof(direction));
        return Message.Length > 0 ? throw new InvalidOperationException(Message)
            : direction.L2Norm() > 0 ? [.. chains.SelectMany(chain => chain.Neurons.Project(direction))]
            : throw new ArgumentException("direction must not be zero.", nameof(direction));
    }

    /// <summary>
    /// The same means as a <see cref="Posterior"/>, without errors, for whatever is drawn of a theory. It answers on the training and test points of
    /// the problem, in any order and selection; other points throw an <see cref="ArgumentException"/>. Its replicas are the chains, so that
    /// <see cref="StandardError"/> gives the error of anything computed from it, with one degree of freedom less than there are chains.
    /// </summary>
    public Posterior ToPosterior() => ToPosterior(chains.Length > 1
        ? [.. chains.Select(chain => new SampledPosterior(Problem, Sampler, Settings, layout, [chain], 0, Elapsed).ToPosterior([]))]
        : []);

    private Posterior ToPosterior(Posterior[] replicas)
    {
        var kernel = TrainingKernel.On(Problem.Network, Problem.Data, Settings.Algebra);
        return Message.Length > 0
            ? Posterior.Failed(TheoryKind.Sampled, Problem.Network, kernel, SolverStatus.NotConverged, Message)
            : new Posterior(TheoryKind.Sampled, Problem.Network, kernel, new SampledMeasure(this))
            {
                OrderParameter = OrderParameter.Mean,
                Iterations = Count,
                Replicas = replicas,
            };
    }

    internal Estimated<Matrix<double>> AllCovariance => Block(layout.Outputs, 0, layout.Points);

    internal Estimated<Matrix<double>> AllFeatureKernel => Block(layout.Features, 0, layout.Points);

    internal Estimated<Vector<double>> AllMean => Vector(0, layout.Points);

    private double[,] Table(int index)
    {
        var columns = Array.ConvertAll(chains, chain => chain.TraceOf(index));
        var table = new double[columns.Length, columns.Min(column => column.Length)];
        for (var chain = 0; chain < columns.Length; chain++)
        {
            for (var draw = 0; draw < table.GetLength(1); draw++)
            {
                table[chain, draw] = columns[chain][draw];
            }
        }

        return table;
    }

    private Estimated<Vector<double>> Vector(int offset, int count) => new(
        Vector<double>.Build.Dense(Estimates.Mean[offset..(offset + count)]), Vector<double>.Build.Dense(Estimates.Error[offset..(offset + count)]));

    private Estimated<Matrix<double>> Block(int offset, int first, int size)
    {
        var whole = Square(offset, layout.Points);
        return size == 0
            ? throw new InvalidOperationException("The problem has no test points.")
            : new(whole.Mean.SubMatrix(first, size, first, size), whole.Error.SubMatrix(first, size, first, size));
    }

    private Estimated<Matrix<double>> Square(int offset, int size) => new(
        Matrix<double>.Build.Dense(size, size, Estimates.Mean[offset..(offset + (size * size))]),
        Matrix<double>.Build.Dense(size, size, Estimates.Error[offset..(offset + (size * size))]));
}
