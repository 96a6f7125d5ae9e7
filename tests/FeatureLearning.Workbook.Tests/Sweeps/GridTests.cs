using System.Text;
using FeatureLearning.Workbook.Sweeps.Grids;
using FeatureLearning.Workbook.Sweeps.Jobs;

namespace FeatureLearning.Workbook.Tests.Sweeps;

/// <summary>What a grid expands to.</summary>
public sealed class GridTests
{
    [Fact]
    public void Every_network_meets_every_task_method_and_seed_in_order()
    {
        SweepPlan plan = Expand("""
            {"networks": [{"width": [10, 20], "activation": "erf", "kappa": 0.5}, {"width": 30, "activation": "erf", "temperature": [0.1, 1]}],
             "tasks": [{"task": "xor", "dimension": 3, "train": [4, 8], "test": 2, "separation": 1.5}],
             "solvers": ["nngp", {"theory": "single-neuron", "particles": [7, 9]}], "samplers": [{"sampler": "mala", "draws": 5}], "seeds": [3, 1, 2]}
            """);
        Assert.Empty(plan.LeftOut);
        Assert.Equal(4 * 2 * 4 * 3, plan.Jobs.Count);
        Assert.Equal(Enumerable.Range(0, plan.Jobs.Count), plan.Jobs.Select(job => job.Number));
        Assert.Equal([3, 1, 2, 3], plan.Jobs.Take(4).Select(job => job.Seed!.Value));
        Assert.Equal(["nngp", "single-neuron", "single-neuron", "mala"], plan.Jobs.Where(job => job.Number < 12 && job.Seed == 1).Select(job => job.Method.Schema.Name));
        Assert.Equal([4, 8, 4, 8, 4, 8, 4, 8], plan.Jobs.Where((_, i) => i % 12 == 0).Select(job => job.Task.Whole("train")!.Value));
        Assert.Equal([10, 20, 30, 30], plan.Jobs.Where((_, i) => i % 24 == 0).Select(job => job.Network.Whole("width")!.Value));
        Assert.Equal((0.1, 1.0, null), (plan.Jobs[48].Network.Real("temperature"), plan.Jobs[48].Network.Real("lambda0"), plan.Jobs[48].Network.Real("chi")));
        Assert.Equal((5, 4, 500), (plan.Jobs[9].Method.Whole("draws"), plan.Jobs[9].Method.Whole("chains"), plan.Jobs[9].Method.Whole("warmup")));
        Assert.Equal(plan.Jobs.Count, plan.Jobs.Select(job => job.Hash).Distinct().Count());
    }

    [Fact]
    public void Ranges_are_linear_or_logarithmic_with_exact_ends_and_whole_where_the_field_is()
    {
        SweepPlan plan = Expand(Grid(
            network: """{"width": {"from": 10, "to": 1000, "count": 5, "scale": "log"}, "activation": "linear", "kappa": {"from": 0.1, "to": 0.3, "count": 3}}"""));
        Assert.Equal([10, 32, 100, 316, 1000], plan.Jobs.Select(job => job.Network.Whole("width")!.Value).Distinct());
        double[] kappa = [.. plan.Jobs.Take(3).Select(job => job.Network.Real("kappa")!.Value)];
        Assert.Equal((0.1, 0.3), (kappa[0], kappa[2]));
        Assert.Equal(0.2, kappa[1], 1e-15);
    }

    [Fact]
    public void A_job_that_no_seed_changes_is_there_once_and_without_one()
    {
        SweepPlan plan = Expand(Grid(
            task: """{"task": "files", "train_x": "x.csv", "train_y": "y.csv"}""", rest: "\"samplers\": [\"gibbs\"], \"seeds\": [1, 2, 3]"));
        Assert.Equal([null, 1, 2, 3], plan.Jobs.Select(job => job.Seed));
    }

    [Fact]
    public void Methods_that_an_activation_does_not_have_are_left_out_and_counted()
    {
        SweepPlan plan = Expand(Grid(
            network: """{"width": 5, "activation": ["linear", "relu"], "kappa": [1, 2]}""", rest: "\"samplers\": [\"gibbs\"], \"seeds\": {\"from\": 0, \"to\": 4, \"count\": 5}",
            solvers: "\"one-loop\", \"nngp\""));
        Assert.Equal([new LeftOut("one-loop", "relu", 10), new LeftOut("gibbs", "relu", 10)], plan.LeftOut);
        Assert.Equal((2 * 2 * 3 * 5) - 20, plan.Jobs.Count);
    }

    [Fact]
    public void A_job_file_holds_the_job_and_a_changed_one_is_refused()
    {
        foreach (SweepJob job in Expand(Grid(rest: "\"samplers\": [\"hmc\", {\"sampler\": \"langevin\", \"step_size\": 0.25}]")).Jobs)
        {
            byte[] file = job.ToJson();
            SweepJob read = SweepJob.Parse(file);
            Assert.Equal((job.Number, job.Hash, job.Seed), (read.Number, read.Hash, read.Seed));
            Assert.Equal(file, read.ToJson());
            string text = Encoding.UTF8.GetString(file).Replace("\"kappa\": 0.1", "\"kappa\": 0.2", StringComparison.Ordinal);
            Assert.Contains("hash", Assert.Throws<GridException>(() => SweepJob.Parse(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"task": "ising", "dimension": 6, "train": 4, "test": 3, "probability": 0.7}""", 6)]
    [InlineData("""{"task": "linear-teacher", "dimension": 6, "train": 4, "test": 3, "label_noise": 0.1}""", 6)]
    [InlineData("""{"task": "hermite-teacher", "inputs": "ising", "dimension": 6, "train": 4, "test": 3, "cubic": 0.5}""", 6)]
    [InlineData("""{"task": "hidden-layer-teacher", "dimension": 6, "train": 4, "test": 3, "hidden": 2, "teacher_activation": "erf"}""", 6)]
    [InlineData("""{"task": "two-classes", "dimension": 6, "train": 4, "test": 3, "separation": 1}""", 6)]
    [InlineData("""{"task": "xor", "dimension": 6, "train": 4, "test": 3, "separation": 1}""", 6)]
    [InlineData("""{"task": "drawn-digits", "plus": 3, "minus": 8, "train": 4, "test": 3, "side": 9}""", 81)]
    public void Every_task_can_be_drawn(string task, int dimension)
    {
        SweepJob job = Assert.Single(Expand(Grid(task: task)).Jobs);
        Workbook.Solving.InputData data = JobData.Load(SweepJob.Parse(job.ToJson()));
        Assert.Equal((4, dimension), (data.Inputs.RowCount, data.Inputs.ColumnCount));
        Assert.Equal((3, dimension), (data.TestInputs!.RowCount, data.TestInputs.ColumnCount));
        Assert.Equal(data.Inputs, JobData.Load(job).Inputs);
    }

    [Fact]
    public void The_hash_is_that_of_the_content_not_of_its_place()
    {
        SweepJob one = Expand(Grid(rest: "\"seeds\": [1, 2]")).Jobs[1], other = Expand(Grid(rest: "\"seeds\": 2")).Jobs[0];
        Assert.Equal((1, 0, one.Hash), (one.Number, other.Number, other.Hash));
        Assert.NotEqual(one.Hash, Expand(Grid(rest: "\"seeds\": 3")).Jobs[0].Hash);
    }

    internal static SweepPlan Expand(string grid) => SweepGrid.Parse(Encoding.UTF8.GetBytes(grid)).Expand();

    /// <summary>A grid of one job, or with parts of it replaced.</summary>
    internal static string Grid(
        string network = """{"width": 5, "activation": "linear", "kappa": 0.1}""",
        string task = """{"task": "ising", "dimension": 3, "train": 4, "test": 2, "probability": 0.5}""", string solvers = "\"nngp\"", string rest = "\"seeds\": [1]") =>
        $$"""{"networks": [{{network}}], "tasks": [{{task}}], "solvers": [{{solvers}}], {{rest}}}""";
}
