using System.Text.Json;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Observables;
using FeatureLearning.Sampling;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Reproduce;

/// <summary>
/// The numbers behind the figures of notebooks 02, 06, 07 and 08, at small size, against those of a NumPy script that shares no formula with the
/// library where there is another way (Reference/scripts/figures.py).
/// </summary>
public class FigureTests
{
    private static readonly JsonElement Table = JsonTable.Root("tables/figures.json");

    public static TheoryData<int> Two => [0, 1];

    public static TheoryData<int> Four => [0, 1, 2, 3];

    /// <summary>Notebook 02: discrepancies point by point of every theory and of the exact posterior, in standard and mean-field scaling.</summary>
    [Theory]
    [MemberData(nameof(Two))]
    public void Train_and_test_discrepancies_of_linear_networks(int index)
    {
        var (stored, network, data) = Linear(index);
        var kernel = TrainingKernel.On(network, data);
        var exact = ExactLinear.Solve(network, kernel);
        var reference = stored.GetProperty("exact");
        Near.Relative(reference.Number("q"), exact.OrderParameter, 1e-9, "⟨q⟩");
        Near.Relative(reference.Vector("delta"), exact.Discrepancy, 1e-9, "exact Δ");
        Near.Relative(reference.Vector("test"), exact.Predict(stored.Matrix("X_test")).Mean, 1e-9, "exact ⟨f*⟩");
        Near.Relative(stored.Vector("nngp"), Nngp.Solve(network, kernel).Discrepancy, 1e-10, "NNGP");
        foreach (var (name, theory) in new[] { ("tree", TheoryKind.TreeLevel), ("proportional", TheoryKind.Proportional) })
        {
            var solved = Theories.Solve(theory, network, kernel);
            Near.Relative(stored.GetProperty(name).Number("q"), solved.OrderParameter, 1e-10, $"Q, {name}");
            Near.Relative(stored.GetProperty(name).Vector("delta"), solved.Discrepancy, 1e-9, $"Δ, {name}");
        }

        Near.Relative(stored.Vector("strict"), OneLoop.SolveStrict(network, kernel).Discrepancy, 1e-6, "Δ, one loop (strict)");
    }

    /// <summary>Notebook 02: networks drawn by Gibbs sampling have the stored exact discrepancies; tree level's they have not in standard scaling.</summary>
    [Theory]
    [MemberData(nameof(Two))]
    public void Sampled_linear_networks(int index)
    {
        // 12 points at 5 standard errors of 80 batches: a false alarm in 10⁻⁴ of seeds; the seed is fixed.
        var (stored, network, data) = Linear(index);
        var settings = new RunSettings { Chains = 4, Warmup = 200, Draws = 2000, Thinning = index == 0 ? 1 : 6 };
        var sampled = SamplerRun.Run(new SamplingProblem(network, data), new BlockedGibbs(), settings).Discrepancy;
        var pull = (sampled.Mean - stored.GetProperty("exact").Vector("delta")).PointwiseDivide(sampled.Error);
        Assert.True(pull.AbsoluteMaximum() < 5, FormattableString.Invariant($"{pull.AbsoluteMaximum()} standard errors"));
        var twin = (sampled.Mean - stored.GetProperty("tree").Vector("delta")).PointwiseDivide(sampled.Error);
        Assert.True(index > 0 || twin.AbsoluteMaximum() > 10, FormattableString.Invariant($"the twin passes: {twin.AbsoluteMaximum()}"));
    }

    /// <summary>Notebook 06: order parameter, kernel along the targets, discrepancies and the distribution of a neuron along the teacher.</summary>
    [Theory]
    [MemberData(nameof(Two))]
    public void Single_neuron_theory_of_an_erf_network_on_a_hermite_teacher(int index)
    {
        var (stored, network, data) = Neurons(index);
        var options = new SingleNeuronOptions { Particles = 512, Replicas = 8, AnnealingSteps = 8, RoundsPerStep = 40, FinalRounds = 400, Snapshots = 200 };
        var teacher = stored.Vector("teacher");
        foreach (var (name, theory) in new[] { ("tree", TheoryKind.SingleNeuronTree), ("full", TheoryKind.SingleNeuron) })
        {
            var solved = FeatureLearning.Theory.Theories.Solve(theory, network, TrainingKernel.On(network, data), options);
            var expected = stored.GetProperty(name);
            void Agrees(double value, Func<Posterior, double> of, double tolerance, string what)
            {
                var error = StandardError.Of(solved, of);
                Assert.True(4.5 * error < tolerance * Math.Abs(value), FormattableString.Invariant($"{name} {what}: {error} is too noisy to tell"));
                Near.Relative(value, of(solved), tolerance, $"{name} {what}");
            }

            Agrees(expected.Number("q"), p => p.OrderParameter, 0.005, "Q");
            Agrees(expected.Number("strength"), p => Alignment.Strength(p.FeatureKernel(), data.Targets), 0.005, "yᵀ⟨Φ⟩y/P²");
            Agrees(expected.Number("second"), p => Alignment.MomentAlong(p.HiddenSecondMoment(), teacher), 0.01, "⟨(θ·v)²⟩");
            Assert.True(Near.Distance(solved.Discrepancy, expected.Vector("delta")) < 0.01, name);
            var along = solved.Neurons!.Along(teacher);
            Near.Relative(expected.Number("second"), along.Average(v => v * v), 0.03, $"{name}, neurons, second moment");
            Near.Relative(expected.Number("fourth"), along.Average(v => v * v * v * v), 0.06, $"{name}, neurons, fourth moment");
        }

        Assert.True(Math.Abs((stored.GetProperty("tree").Number("q") / stored.GetProperty("full").Number("q")) - 1) > 0.05, "the twins are alike");
    }

    /// <summary>Notebook 06: networks drawn by Hamiltonian Monte Carlo against importance sampling from the prior.</summary>
    [Theory]
    [MemberData(nameof(Two))]
    public void Sampled_erf_networks(int index)
    {
        // 7 numbers at 5 standard errors: a false alarm in less than 10⁻⁴ of seeds; the seed is fixed.
        var (stored, network, data) = Neurons(index);
        var sampled = SamplerRun.Run(new SamplingProblem(network, data), new Hmc(), new RunSettings { Warmup = 300, Draws = 3000 });
        JsonElement mean = stored.GetProperty("sampled").GetProperty("mean"), error = stored.GetProperty("sampled").GetProperty("error");
        static double Pull(Estimated<double> here, double there, double uncertainty) =>
            Math.Abs(here.Mean - there) / Math.Sqrt((here.Error * here.Error) + (uncertainty * uncertainty));
        var q = Pull(sampled.OrderParameter, mean.Number("q"), error.Number("q"));
        var strength = Pull(sampled.Scalar(SampledScalar.TargetOverlap), mean.Number("strength"), error.Number("strength"));
        var delta = sampled.Discrepancy;
        var points = Enumerable.Range(0, data.Count).Max(i =>
            Pull(new(delta.Mean[i], delta.Error[i]), mean.Vector("delta")[i], error.Vector("delta")[i]));
        Assert.True(Math.Max(q, Math.Max(strength, points)) < 5, FormattableString.Invariant($"{q}, {strength}, {points} standard errors"));
        var twin = Pull(sampled.OrderParameter, stored.GetProperty("tree").Number("q"), 0);
        Assert.True(twin > 10, FormattableString.Invariant($"the twin passes: {twin}"));
    }

    /// <summary>Notebook 07: the factor of the prior, and the process with its bias and variance, against width, data and temperature.</summary>
    [Theory]
    [MemberData(nameof(Four))]
    public void The_rescaled_process(int index)
    {
        var stored = Table.GetProperty("process")[index];
        var network = Network.FromPrecisions(
            stored.Integer("N"), stored.Integer("D"), Activation.Erf, stored.Number("lambda0"), stored.Number("lambda1"), stored.Number("T"));
        var data = new DataSet(stored.Matrix("X"), stored.Vector("y"));
        var test = new DataSet(stored.Matrix("X_test"), stored.Vector("y_test"));
        foreach (var (name, theory) in new[] { ("nngp", TheoryKind.Nngp), ("proportional", TheoryKind.Proportional) })
        {
            var solved = Theories.Solve(theory, network, TrainingKernel.On(network, data));
            var expected = stored.GetProperty(name);
            if (theory == TheoryKind.Proportional)
            {
                Near.Relative(expected.Number("q"), solved.OrderParameter, 1e-10, "Q̄");
            }

            var (prediction, loss) = (solved.Predict(test.Inputs), Loss.Of(solved, test));
            Near.Relative(expected.Vector("mean"), prediction.Mean, 1e-9, $"{name}, mean");
            Near.Relative(expected.Vector("variance"), prediction.Variance, 1e-9, $"{name}, variance");
            Near.Relative(expected.Number("bias"), loss.SquaredBias, 1e-9, $"{name}, squared bias");
            Near.Relative(expected.Number("spread"), loss.Variance, 1e-9, $"{name}, mean variance");
        }
    }

    /// <summary>Notebook 08: distance and radii of the class manifolds, and the places of the points along the line of the centroids.</summary>
    [Theory]
    [MemberData(nameof(Four))]
    public void Class_manifolds(int index)
    {
        var stored = Table.GetProperty("manifolds")[index];
        var network = Network.FromPrecisions(stored.Integer("N"), stored.Integer("D"), Activation.Erf, 1, 1, stored.Number("T"));
        var data = new DataSet(stored.Matrix("X"), stored.Vector("y"));
        var solved = ProportionalLimit.Solve(network, data);
        var manifolds = ClassManifolds.Of(solved, data);
        Near.Relative(stored.Number("q"), solved.OrderParameter, 1e-10, "Q̄");
        Near.Relative(stored.Number("d2"), manifolds.SquaredDistance, 1e-9, "d²");
        Near.Relative(stored.Number("r2_plus"), manifolds.SquaredRadiusPlus, 1e-9, "R₊²");
        Near.Relative(stored.Number("r2_minus"), manifolds.SquaredRadiusMinus, 1e-9, "R₋²");
        Near.Relative(stored.Vector("along"), ManifoldProjection.Of(solved.FeatureKernel(), data.Targets).Along, 1e-8, "along the centroids");
    }

    private static (JsonElement Stored, Network Network, DataSet Data) Linear(int index) => Case("linear", index, Activation.Linear, 1);

    private static (JsonElement Stored, Network Network, DataSet Data) Neurons(int index) =>
        Case("neurons", index, Activation.Erf, Table.GetProperty("neurons")[index].Number("g_v"));

    private static (JsonElement Stored, Network Network, DataSet Data) Case(string list, int index, Activation activation, double gv)
    {
        var stored = Table.GetProperty(list)[index];
        var network = Network.FromVariances(
            stored.Integer("N"), stored.Integer("D"), activation, gv, 1, stored.Number("chi"), stored.Number("kappa"));
        return (stored, network, new DataSet(stored.Matrix("X"), stored.Vector("y")));
    }
}
