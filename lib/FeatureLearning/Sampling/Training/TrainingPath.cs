using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Sampling;

/// <summary>
/// An ensemble of networks on its way from the prior to the trained network: losses and feature kernels along training time, with errors over
/// the ensemble.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>t</term><description><see cref="Times"/>, learning rate times steps; 0 is a draw of the prior</description></item>
/// <item><term>R</term><description>networks, <see cref="TrainingSettings.Networks"/></description></item>
/// <item><term>A(M)</term><description>an answer: a smooth function of the ensemble's mean moment M. Its error is the jackknife's,
/// √((R − 1)/R Σᵢ (Aᵢ − Ā)²) with Aᵢ the answer without network i; for a linear answer that is s/√R</description></item>
/// </list>
/// Hidden weights across the row space of the training inputs are never trained: they are a draw of the prior, the same along a network's path.
/// When a network's weights are no longer finite, every answer throws an <see cref="InvalidOperationException"/> with <see cref="Message"/>.
/// Source: arXiv:2508.20989 (class manifolds in feature space, Langevin training).
/// </remarks>
public sealed class TrainingPath
{
    private readonly TrainingMoment[][] moments; // [time][network]
    private readonly TrainingMoment?[] means;

    private TrainingPath(SamplingProblem problem, TrainingSettings settings, TrainingMoment?[][] networks)
    {
        (Problem, Settings) = (problem, settings);
        Status = networks.All(path => path.All(moment => moment is not null)) ? SamplingStatus.Complete : SamplingStatus.Diverged;
        Message = Status == SamplingStatus.Complete ? "" : FormattableString.Invariant(
            $"The weights of a network are no longer finite: the learning rate {settings.Rate} is too large.");
        Times = [.. Enumerable.Range(0, settings.Times.Count).Select(time => settings.Rate * settings.StepsAt(time))];
        moments = Status == SamplingStatus.Complete
            ? [.. Enumerable.Range(0, Times.Count).Select(time => Array.ConvertAll(networks, path => path[time]!))]
            : [];
        means = new TrainingMoment?[Times.Count];
    }

    /// <summary>What was trained on what.</summary>
    public SamplingProblem Problem { get; }

    /// <summary>How.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>Complete, or diverged.</summary>
    public SamplingStatus Status { get; }

    /// <summary>Why there are no numbers; empty where there are.</summary>
    public string Message { get; }

    /// <summary>t of the observations: what was asked for, rounded to whole steps.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>Trains the networks.</summary>
    /// <param name="problem">Network, training data and test points.</param>
    /// <param name="settings">How, and when to look.</param>
    /// <param name="progress">Told after each network the share of networks that are trained, or null.</param>
    /// <param name="cancellation">Ends the run with an <see cref="OperationCanceledException"/>.</param>
    public static TrainingPath Run(
        SamplingProblem problem, TrainingSettings settings, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(settings);
        var routines = DenseRoutines.Of(settings.Algebra);
        using var limit = routines.LimitThreads(1);
        var networks = new TrainingMoment?[settings.Networks][];
        var trained = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation };
        Parallel.For(0, networks.Length, parallel, i =>
        {
            networks[i] = Train(new ChainContext(problem, routines, settings.Seed, (uint)i), settings, cancellation);
            progress?.Report(Interlocked.Increment(ref trained) / (double)networks.Length);
        });
        return new TrainingPath(problem, settings, networks);
    }

    /// <summary>The mean over the ensemble at a time.</summary>
    /// <param name="time">Index into <see cref="Times"/>.</param>
    public TrainingMoment Mean(int time) => means[Known(time)] ??= TakeMean(moments[time]);

    /// <summary>An answer at a time, with its error.</summary>
    /// <param name="time">Index into <see cref="Times"/>.</param>
    /// <param name="answer">A smooth function of the mean moment, for example a loss, or the distance of class manifolds in the kernel.</param>
    public Estimated<double> At(int time, Func<TrainingMoment, double> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new(answer(Mean(time)), JackknifeError(Enumerable.Range(0, Settings.Networks).Select(i => answer(Without(time, i)))));
    }

    /// <summary>The change of an answer between two times; its error knows that the networks are the same.</summary>
    /// <param name="from">Index of the first time.</param>
    /// <param name="to">Index of the second time.</param>
    /// <param name="answer">As for <see cref="At"/>.</param>
    public Estimated<double> Change(int from, int to, Func<TrainingMoment, double> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new(
            answer(Mean(to)) - answer(Mean(from)),
            JackknifeError(Enumerable.Range(0, Settings.Networks).Select(i => answer(Without(to, i)) - answer(Without(from, i)))));
    }

    /// <summary>The networks one by one at a time.</summary>
    /// <param name="time">Index into <see cref="Times"/>.</param>
    public IReadOnlyList<TrainingMoment> Networks(int time) => moments[Known(time)];

    /// <summary>What is recorded of a network as it is; null if its weights are no longer finite.</summary>
    internal static TrainingMoment? Observe(ChainContext context, Transition transition)
    {
        var layout = new ObservationLayout(context.Problem);
        return Observe(context.Problem, new Observer(context, layout), layout, transition);
    }

    private static TrainingMoment?[] Train(ChainContext context, TrainingSettings settings, CancellationToken cancellation)
    {
        var layout = new ObservationLayout(context.Problem);
        var observer = new Observer(context, layout);
        var found = new TrainingMoment?[settings.Times.Count];
        var transition = Create(context, settings);
        transition.Start();
        long step = 0;
        for (var time = 0; time < found.Length && transition.IsFinite; time++)
        {
            for (; step < settings.StepsAt(time) && transition.IsFinite; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                transition.Step((ulong)step, adapt: false);
            }

            found[time] = Observe(context.Problem, observer, layout, transition);
        }

        return found;
    }

    private static Transition Create(ChainContext context, TrainingSettings settings) => settings.Dynamics == TrainingDynamics.GradientDescent
        ? new DescentTransition(context, settings.Rate)
        : new Langevin(settings.Rate * context.Problem.Network.Noise).Create(context);

    // Always as of step 0: test points keep what they see of the weights across the row space.
    private static TrainingMoment? Observe(SamplingProblem problem, Observer observer, ObservationLayout layout, Transition transition)
    {
        var raw = new double[layout.RawLength];
        observer.Observe(transition.State, withReadout: true, step: 0, raw);
        var (m, p) = (layout.Points, problem.Data.Count);
        double Scalar(SampledScalar which) => raw[layout.RawTraces + (int)which];
        var loss = Scalar(SampledScalar.TrainLoss);
        return double.IsFinite(loss)
            ? new TrainingMoment(loss, Scalar(SampledScalar.TestLoss), Scalar(SampledScalar.ReadoutNorm),
                Matrix<double>.Build.Dense(m, m, raw[layout.Features..(layout.Features + (m * m))]).SubMatrix(0, p, 0, p))
            : null;
    }

    private static TrainingMoment TakeMean(TrainingMoment[] all)
    {
        var sum = all.Skip(1).Aggregate(all[0], (a, b) => TrainingMoment.Combine(1, a, 1, b));
        return TrainingMoment.Combine(1.0 / all.Length, sum, 0, all[0]);
    }

    private static double JackknifeError(IEnumerable<double> answers)
    {
        double[] values = [.. answers];
        var mean = values.Average();
        return values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) * (values.Length - 1) / values.Length);
    }

    private TrainingMoment Without(int time, int network)
    {
        double r = Settings.Networks;
        return r < 2 ? Mean(time) : TrainingMoment.Combine(r / (r - 1), Mean(time), -1 / (r - 1), moments[time][network]);
    }

    private int Known(int time) => Message.Length > 0 ? throw new InvalidOperationException(Message)
        : time >= 0 && time < Times.Count ? time
        : throw new ArgumentOutOfRangeException(nameof(time), time, FormattableString.Invariant($"time must be 0 to {Times.Count - 1}."));
}
