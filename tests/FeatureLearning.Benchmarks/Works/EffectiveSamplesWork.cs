using System.Globalization;
using System.Text;
using System.Text.Json;
using FeatureLearning.Networks;
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
/// <item><term>loss</term><description>‖y − f‖²/P; its bulk effective size, of the sampler's own trace (HMC and Gibbs: f's mean given the hidden weights)</description></item>
/// <item><term>components</term><description>y_μ − ⟨f_μ⟩: posterior variance over squared standard error (batch means), the number of independent draws of f that would tell the
/// mean as well; median over μ</description></item>
/// <item><term>h</term><description>Langevin's step: its bias is proportional to h, so that it is measured where it is some per cent, and h scaled to 1 %</description></item>
/// </list>
/// Effective samples a step of Langevin are measured on this project's chain (the same equation, many more steps), steps a second on each program. The warm-up counts in the time of HMC and
/// Gibbs, and does not in Langevin's.
/// </remarks>
internal sealed class EffectiveSamplesWork : IWork
{
    private const double Target = 0.01;

    public string Name => "effective-samples";

    public string Summary => "effective samples of the train discrepancy a second: HMC and Gibbs against PyTorch's Langevin at 1 % bias";

    public Report Run(Settings settings)
    {
        var python = Programs.Python("langevin");
        using var peer = new PeerProcess(python.Program, Programs.Peer("langevin"), 1);
        var text = new StringBuilder("# Effective samples of the train discrepancy a second, one thread\n\n");
        text.Append("Data of erf.json, χ = 1 (N = 200, D = 40, P = 80, κ = 0.05). PyTorch: Langevin, float32, at the step whose bias of ⟨‖y − f‖²⟩ is 1 %.\n\n");
        text.Append("| network | sampler | loss, a second | components, a second | over PyTorch: loss | components |\n|---|---|---|---|---|---|\n");
        foreach (var activation in (Activation[])[Activation.Linear, Activation.Erf])
            Measure(Problem(activation), activation, peer, settings.Repetitions, text);
        text.Append('\n');
        return new Report(Name, text.ToString(), python.Versions, Agrees: true);
    }

    private static void Measure(SamplingProblem problem, Activation activation, PeerProcess peer, int repetitions, StringBuilder text)
    {
        Sampler best = activation == Activation.Linear ? new BlockedGibbs() : new Hmc();
        var run = new RunSettings { Chains = 2, Threads = 1, Warmup = 200, Draws = 1500, Batches = 25 };
        var truth = SamplerRun.Run(problem, best, run with { Draws = 4000, Threads = 2, Seed = 99 });
        var loss = truth.Discrepancy.Mean.PointwisePower(2).Sum() + truth.TrainCovariance.Mean.Diagonal().Sum();
        var (step, bias) = StepAtOnePercent(problem, loss / problem.Data.Count);
        var langevin = SamplerRun.Run(problem, new Langevin(step), Long(step, 2));
        var (lossPerStep, componentsPerStep) = Effective(langevin, langevin.Steps - (langevin.Settings.Chains * (long)langevin.Settings.Warmup));
        List<double> lossRatios = [], componentRatios = [], ours = [], ourComponents = [], theirs = [], own = [];
        using var chain = new LangevinCase(problem.Network.InputDimension, problem.Network.Width, problem.Data.Count, activation, Precision.Binary32, 1, peer);
        chain.Difference();
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            var (lossRate, componentRate) = Effective(SamplerRun.Run(problem, best, run with { Seed = (uint)repetition + 1 }), null);
            ours.Add(lossRate);
            ourComponents.Add(componentRate);
            own.Add(chain.Ours());
            theirs.Add(chain.Theirs());
            lossRatios.Add(lossRate / (lossPerStep * theirs[^1]));
            componentRatios.Add(componentRate / (componentsPerStep * theirs[^1]));
        }

        var name = activation.ToString().ToLowerInvariant();
        void Row(string sampler, IEnumerable<double> a, IEnumerable<double> b, string ratios) => text.Append(
            CultureInfo.InvariantCulture, $"| {name} | {sampler} | {Spread.Of(a)} | {Spread.Of(b)} | {ratios} |\n");
        Row(best.Name, ours, ourComponents, $"{Spread.Of(lossRatios)} | {Spread.Of(componentRatios)}");
        var ownRatio = Spread.Of(own.Zip(theirs, (a, b) => a / b));
        Row("langevin (ours, float32)", own.Select(r => r * lossPerStep), own.Select(r => r * componentsPerStep), $"{ownRatio} | the same");
        Row(Invariant($"langevin (PyTorch), h = {step:0.0e0} (bias {bias:P1} at {step * Math.Abs(bias) / Target:0.0e0})"),
            theirs.Select(r => r * lossPerStep), theirs.Select(r => r * componentsPerStep), "1 | 1");
        Console.Error.WriteLine(Invariant($"  {name}: {best.Name} over PyTorch: loss {Spread.Of(lossRatios)}, components {Spread.Of(componentRatios)}"));
    }

    // The bias at a step that is halved until it is below 6 %, then scaled: it is proportional to the step.
    private static (double Step, double Measured) StepAtOnePercent(SamplingProblem problem, double loss)
    {
        for (var step = 0.02; ; step /= 2)
        {
            var sampled = SamplerRun.Run(problem, new Langevin(step), Long(step, 1));
            Console.Error.WriteLine(Invariant($"  Langevin at h = {step:0.0e0}: {sampled.Status}, {sampled.StepsPerSecond:0} steps/s of two chains"));
            if (sampled.Status != SamplingStatus.Complete)
                continue;
            var bias = (sampled.Scalar(SampledScalar.TrainLoss).Mean / loss) - 1;
            if (Math.Abs(bias) < 0.06)
            {
                var atOne = step * Target / Math.Abs(bias);
                return (atOne, bias);
            }
        }
    }

    // A time of 100 a chain in units of the prior's correlation time, whatever the step.
    private static RunSettings Long(double step, uint seed) => new()
    {
        Chains = 2, Threads = 2, Warmup = (int)(5 / step), Draws = 2000, Thinning = Math.Max(1, (int)(0.05 / step)), Batches = 25, Seed = seed,
    };

    /// <summary>Effective samples a step, or a second where no number of steps is given.</summary>
    private static (double Loss, double Components) Effective(SampledPosterior sampled, long? steps)
    {
        var unit = steps ?? sampled.Elapsed.TotalSeconds;
        var loss = EffectiveSampleSize.Bulk(sampled.Traces(SampledScalar.TrainLoss));
        var components = sampled.TrainCovariance.Mean.Diagonal().PointwiseDivide(sampled.TrainMean.Error.PointwisePower(2));
        return (loss / unit, Spread.Of(components).Median / unit);
    }

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
