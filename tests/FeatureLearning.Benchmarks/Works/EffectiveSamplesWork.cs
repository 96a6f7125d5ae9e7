using System.Globalization;
using System.Text;
using System.Text.Json;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using FeatureLearning.Sampling.Diagnostics;
using MathNet.Numerics.LinearAlgebra;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>
/// Effective samples of the train discrepancy a second: the best sampler against Langevin at the step whose bias of the mean squared train discrepancy is 1 %.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>loss</term><description>‖y − f‖²/P with the f of a draw's own readout, the same variable for all samplers; its bulk effective size. HMC and Gibbs
/// draw the readout given the hidden weights 16 times a state, which costs little and is drawn from the same posterior</description></item>
/// <item><term>its mean</term><description>independent losses that would tell ⟨loss⟩ as well as a second of sampling: the variance of the loss over the squared standard error. HMC and Gibbs
/// average the loss' mean given the hidden weights (Rao and Blackwell), Langevin the loss</description></item>
/// <item><term>components</term><description>y_μ − ⟨f_μ⟩: posterior variance over squared standard error (batch means), the number of independent draws of f that would tell the
/// mean as well; median over μ</description></item>
/// <item><term>h</term><description>Langevin's step: bias and effective samples a step are proportional to it, so that both are measured where the bias is some per cent, and scaled to 1 %</description></item>
/// </list>
/// Effective samples a step of Langevin are measured on this project's chain (the same equation, many more steps), steps a second on each program.
/// </remarks>
internal sealed class EffectiveSamplesWork : IWork
{
    private const double Target = 0.01, SecondsOfATurn = 3;

    /// <summary>Draws of the readout given the hidden weights, for each state of a chain.</summary>
    private const int Readouts = 16;

    /// <summary>τ of HMC: shorter than the default, since the readout is drawn anew after every trajectory.</summary>
    private const double ShortPath = 0.5;

    public string Name => "effective-samples";

    public string Summary => "effective samples of the train discrepancy a second: HMC and Gibbs against PyTorch's Langevin at 1 % bias";

    public Report Run(Settings settings)
    {
        var python = Programs.Python("langevin");
        using var peer = new PeerProcess(python.Program, Programs.Peer("langevin"), 1);
        var text = new StringBuilder("# Effective samples of the train discrepancy a second, one thread\n\n");
        text.Append("Data of erf.json, χ = 1 (N = 200, D = 40, P = 80, κ = 0.05). PyTorch: Langevin, float32, at the step whose bias of ⟨‖y − f‖²⟩ is 1 %.\n\n");
        text.Append("| network | sampler | draws of the loss, a second | over PyTorch's | its mean, a second | over PyTorch's | components, a second (SamplerRun) |\n|---|---|---|---|---|---|---|\n");
        foreach (var activation in (Activation[])[Activation.Linear, Activation.Erf])
            Measure(Problem(activation), activation, peer, settings.Repetitions, text);
        text.Append('\n');
        return new Report(Name, text.ToString(), python.Versions, Agrees: true);
    }

    private static void Measure(SamplingProblem problem, Activation activation, PeerProcess peer, int repetitions, StringBuilder text)
    {
        Sampler best = activation == Activation.Linear ? new BlockedGibbs() : new Hmc { PathLength = ShortPath };
        var run = new RunSettings { Chains = 2, Threads = 1, Warmup = 200, Draws = 2000, Batches = 25, Seed = 99 };
        var truth = SamplerRun.Run(problem, best, run);
        var components = Components(truth);
        var loss = truth.Scalar(SampledScalar.TrainLoss).Mean;
        var slow = MeasureLangevin(problem, loss);
        List<double> ratios = [], meanRatios = [], ours = [], means = [], theirs = [], own = [];
        using var chain = new LangevinCase(problem.Network.InputDimension, problem.Network.Width, problem.Data.Count, activation, Precision.Binary32, 1, peer);
        using var oneThread = LinearAlgebra.Best.LimitThreads(1);
        var drawn = new DrawnLosses(problem, best, Readouts, seed: 1, warmup: 300);
        chain.Difference();
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            var (draws, precision) = (drawn.DrawsPerSecond(SecondsOfATurn), drawn.MeanPerSecond(SecondsOfATurn));
            var (mine, other) = (chain.Ours(), chain.Theirs());
            ours.Add(draws);
            means.Add(precision);
            own.Add(mine * slow.LossPerStep);
            theirs.Add(other * slow.LossPerStep);
            ratios.Add(draws / theirs[^1]);
            meanRatios.Add(precision / (other * slow.MeanPerStep));
        }

        var name = activation.ToString().ToLowerInvariant();
        var mean = slow.MeanPerStep / slow.LossPerStep;
        text.Append(CultureInfo.InvariantCulture, $"| {name} | {best.Name} | {Spread.Of(ours)} | {Spread.Of(ratios)} | {Spread.Of(means)} | {Spread.Of(meanRatios)} | {components:0} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {name} | langevin (ours, float32) | {Spread.Of(own)} | {Spread.Of(own.Zip(theirs, (a, b) => a / b))} | {Spread.Of(own.Select(r => r * mean))} | the same | |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {name} | langevin (PyTorch), h = {slow.Step:0.0e0} (bias {slow.Bias:P1} ± {slow.Error:P1} at {slow.At:0.0e0}) | {Spread.Of(theirs)} | 1 ");
        text.Append(CultureInfo.InvariantCulture, $"| {Spread.Of(theirs.Select(r => r * mean))} | 1 | |\n");
        Console.Error.WriteLine(Invariant($"  {name}: {best.Name} {Spread.Of(ours)} a second, over PyTorch {Spread.Of(ratios)}, its mean {Spread.Of(meanRatios)}; mean loss {drawn.MeanLoss:0.00000} and {loss:0.00000}"));
    }

    // At a step that is halved until the bias is some per cent, and its errors are small against it.
    private static (double Step, double Bias, double Error, double At, double LossPerStep, double MeanPerStep) MeasureLangevin(SamplingProblem problem, double loss)
    {
        for (var step = 0.02; ; step /= 2)
        {
            var settings = new RunSettings
            {
                Chains = 2, Threads = 2, Warmup = (int)(5 / step), Draws = 4000, Thinning = Math.Max(1, (int)(0.02 / step)), Batches = 25, Seed = 1,
            };
            var sampled = SamplerRun.Run(problem, new Langevin(step) { Precision = Precision.Binary32 }, settings);
            if (sampled.Status != SamplingStatus.Complete)
                continue;
            var measured = sampled.Scalar(SampledScalar.TrainLoss);
            var (bias, error) = ((measured.Mean / loss) - 1, measured.Error / loss);
            Console.Error.WriteLine(Invariant($"  Langevin at h = {step:0.0e0}: bias {bias:P1} ± {error:P1}, {sampled.StepsPerSecond:0} steps/s of two chains"));
            if (Math.Abs(bias) > 0.15)
                continue;
            var atOne = step * Target / Math.Abs(bias);
            var perDraw = atOne / step / (settings.Chains * (double)settings.Draws * settings.Thinning);
            var trace = sampled.Traces(SampledScalar.TrainLoss);
            return (atOne, bias, error, step, EffectiveSampleSize.Bulk(trace) * perDraw, EffectiveSampleSize.Mean(trace) * perDraw);
        }
    }

    private static double Components(SampledPosterior sampled) => Spread.Of(
        sampled.TrainCovariance.Mean.Diagonal().PointwiseDivide(sampled.TrainMean.Error.PointwisePower(2))).Median / sampled.Elapsed.TotalSeconds;

    private static SamplingProblem Problem(Activation activation)
    {
        var file = Path.Combine(Programs.Repository, "tests", "FeatureLearning.Tests", "Reference", "data", "erf.json");
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var root = document.RootElement;
        double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];
        var inputs = Matrix<double>.Build.DenseOfRowArrays(root.GetProperty("X").EnumerateArray().Select(Numbers));
        var network = Network.FromVariances(
            root.GetProperty("N").GetInt32(), inputs.ColumnCount, activation, root.GetProperty("g_v").GetDouble(), root.GetProperty("g_w").GetDouble(),
            chi: 1, kappa: root.GetProperty("kappa0").GetDouble());
        return new SamplingProblem(network, new DataSet(inputs, Vector<double>.Build.Dense(Numbers(root.GetProperty("y")))));
    }
}
