using System.Text.Json;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Observables;
using FeatureLearning.Tasks;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Reproduce;

/// <summary>
/// The numbers behind the figures of notebooks 11 and 12, at small size, against those of a NumPy script that shares no formula with the library
/// where there is another way (Reference/scripts/figures_beyond.py).
/// </summary>
public class FigureBeyondTests
{
    private static readonly JsonElement Table = JsonTable.Root("tables/figures_beyond.json");

    public static TheoryData<int> Cells => [0, 1, 2, 3, 4, 5];

    public static TheoryData<int> Three => [0, 1, 2];

    /// <summary>Notebook 11: what a cell of the map shows, the relative error of each theory's train discrepancy against the exact posterior.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_of_the_map(int index)
    {
        var (stored, network, data) = Cell(index);
        var kernel = TrainingKernel.On(network, data);
        var exact = ExactLinear.Solve(network, kernel);
        Near.Relative(stored.Number("q"), exact.OrderParameter, 1e-9, "⟨q⟩");
        Near.Relative(stored.Vector("delta"), exact.Discrepancy, 1e-9, "exact Δ");
        var error = stored.GetProperty("error");
        void Same(string name, TheoryKind theory, double tolerance) => Near.Relative(
            error.Number(name), Discrepancies.RelativeError(FeatureLearning.Theory.Theories.Solve(theory, network, kernel), exact, data), tolerance, name);
        Same("nngp", TheoryKind.Nngp, 1e-8);
        Same("tree", TheoryKind.TreeLevel, 1e-8);
        Same("proportional", TheoryKind.Proportional, 1e-8);
        Same("corrected", TheoryKind.ProportionalCorrected, 1e-8); // by finite differences
        Same("adaptation", TheoryKind.KernelAdaptation, 1e-7); // the limit N → ∞, extrapolated
    }

    /// <summary>Notebook 11: the single-neuron theory beside the exact answer in standard and mean-field scaling, to O(1/N); tree level is not.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_single_neuron_theory_of_linear_networks(int index)
    {
        var (stored, network, data) = Cell(index);
        var options = new SingleNeuronOptions { Particles = 512, AnnealingSteps = 8, RoundsPerStep = 40, FinalRounds = 400 };
        double Off(Posterior posterior) => Math.Abs((posterior.OrderParameter / stored.Number("q")) - 1);
        var full = SingleNeuron.Solve(network, data, options);
        var error = StandardError.Of(full, p => p.OrderParameter) / stored.Number("q");
        Assert.True(error < 0.01, FormattableString.Invariant($"{error} is too noisy to tell"));
        Assert.True(Off(full) < 1.0 / network.Width, FormattableString.Invariant($"Q off by {Off(full)} ± {error}"));
        var tree = SingleNeuron.SolveTree(network, TrainingKernel.On(network, data), options);
        Near.Relative(TreeLevel.Solve(network, data).OrderParameter, tree.OrderParameter, 0.02, "tree level");
        Assert.True(Off(tree) > 1.5 / network.Width, FormattableString.Invariant($"the twin passes: {Off(tree)}"));
    }

    /// <summary>Notebook 11: both branches, their ends, the crossing of their actions and the exact order parameter around it.</summary>
    [Fact]
    public void Branches_of_a_narrow_network()
    {
        var stored = Table.GetProperty("branches");
        var dimension = stored.Integer("D");
        var network = Network.FromVariances(stored.Integer("N"), dimension, Activation.Linear, dimension, 1, 1, 1);
        var kernel = TrainingKernel.On(network, new DataSet(stored.Matrix("X"), stored.Vector("y")));
        var temperatures = stored.Vector("T");
        var loop = BranchContinuation.Proportional(network, kernel, ContinuationParameter.Noise, temperatures);
        Near.Relative(stored.Number("low"), Assert.Single(loop.DownwardJumps).Last, 2e-5, "lower end");
        Near.Relative(stored.Number("high"), Assert.Single(loop.UpwardJumps).Last, 2e-5, "upper end");
        Near.Relative(stored.Number("crossing"), loop.Crossing, 1e-8, "crossing");
        var branches = stored.GetProperty("branches").EnumerateArray().ToArray();
        for (var i = 0; i < temperatures.Count; i++)
        {
            double[] minima = [.. branches[i].EnumerateArray().Select(q => q.GetDouble())];
            Near.Relative(minima[^1], loop.Upward[i].OrderParameter, 1e-7, $"Q upwards, {i}");
            Near.Relative(minima[0], loop.Downward[i].OrderParameter, 1e-7, $"Q downwards, {i}");
            Near.Relative(stored.Vector("q")[i], ExactLinear.Solve(network.WithNoise(temperatures[i]), kernel).OrderParameter, 1e-8, $"⟨q⟩, {i}");
        }
    }

    /// <summary>Notebook 12: from files in MNIST's format to the signatures of both papers, with all pictures of two digits as training points.</summary>
    [Theory]
    [MemberData(nameof(Three))]
    public void Signatures_on_digits(int index)
    {
        var task = Digits();
        var stored = Table.GetProperty("digits").GetProperty("cases")[index];
        var network = Network.FromVariances(
            stored.Integer("N"), task.Train.InputDimension, Activation.Erf, stored.Number("g_v"), 1, stored.Number("chi"), stored.Number("kappa"));
        var solved = ProportionalLimit.Solve(network, task.Train);
        var moment = solved.HiddenSecondMoment() / network.HiddenPriorVariance;
        var spectrum = Spectrum.Of(moment);
        void Same(string name, double value) => Near.Relative(stored.Number(name), value, 1e-8, name);
        Same("q", solved.OrderParameter);
        Same("rms", Math.Sqrt(solved.Discrepancy.PointwisePower(2).Average()));
        Same("d2", ClassManifolds.Of(solved, task.Train).SquaredDistance);
        Same("alignment", Alignment.CentredKernel(solved.FeatureKernel(), task.Train.Targets));
        Same("top", spectrum[0]);
        Same("second", spectrum[1]);
        Same("overlap", Alignment.TopEigenvector(moment, task.Teacher));
        Same("moment", Alignment.MomentAlong(moment, task.Teacher));
        Same("correlation", solved.ReadoutHiddenCorrelation() * task.Teacher
            / Math.Sqrt(network.ReadoutPriorVariance * network.HiddenPriorVariance));
    }

    private static LearningTask Digits()
    {
        var stored = Table.GetProperty("digits");
        using MemoryStream images = new(Convert.FromBase64String(stored.Text("images"))), labels = new(Convert.FromBase64String(stored.Text("labels")));
        var pictures = IdxFormat.Read(images, labels).Shrink(2);
        return ImageTask.Pair(pictures, pictures, stored.Integer("plus"), stored.Integer("minus"), pictures.Count, 1, seed: 1);
    }

    private static (JsonElement Stored, Network Network, DataSet Data) Cell(int index)
    {
        var stored = Table.GetProperty("map")[index];
        var network = Network.FromVariances(
            stored.Integer("N"), stored.Integer("D"), Activation.Linear, stored.Number("g_v"), 1, stored.Number("chi"), stored.Number("kappa"));
        return (stored, network, new DataSet(stored.Matrix("X"), stored.Vector("y")));
    }
}
