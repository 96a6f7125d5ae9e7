using System.Diagnostics;
using System.Text;
using FeatureLearning.Workbook.Sweeps.Grids;
using FeatureLearning.Workbook.Sweeps.Jobs;

namespace FeatureLearning.Workbook.Tests.Sweeps;

/// <summary>Bad grids are one sentence that says where, and cost nothing.</summary>
public sealed class GridMisuseTests
{
    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[1]", "expected an object, not [1]")]
    [InlineData("{\"networks\": []}", "give 'solvers', 'samplers' or both")]
    [InlineData("{\"networks\": [], \"tasks\": [], \"solvers\": [\"nngp\"]}", "networks: the list is empty")]
    [InlineData("{\"tasks\": [{}], \"solvers\": [\"nngp\"]}", "'networks' is missing")]
    [InlineData("{\"solvers\": [\"nngp\"], \"solvers\": [\"exact\"]}", "not JSON")]
    [InlineData("{\"network\": 1}", "unknown key 'network'; there are networks, tasks")]
    public void The_document(string grid, string message) => Refused(grid, message);

    [Theory]
    [InlineData("""{"width": 2.5, "activation": "erf", "kappa": 1}""", "networks[0].width: expected a whole number of at least 1, not 2.5")]
    [InlineData("""{"width": [3, 0], "activation": "erf", "kappa": 1}""", "networks[0].width[1]: expected a whole number of at least 1, not 0")]
    [InlineData("""{"width": "5", "activation": "erf", "kappa": 1}""", "networks[0].width: expected a whole number of at least 1, not \"5\"")]
    [InlineData("""{"width": 5, "activation": "sine", "kappa": 1}""", "networks[0].activation: expected one of linear, erf, relu, tanh, not \"sine\"")]
    [InlineData("""{"width": 5, "activation": "erf", "kappa": 1e999}""", "networks[0].kappa: expected a finite number above 0, not 1e999")]
    [InlineData("""{"width": 5, "activation": "erf", "kappa": null}""", "networks[0].kappa: expected a finite number above 0, not null")]
    [InlineData("""{"width": 5, "activation": "erf", "kappa": 0}""", "networks[0].kappa: expected a finite number above 0, not 0")]
    [InlineData("""{"width": 5, "activation": "erf", "kappa": []}""", "networks[0].kappa: the list is empty")]
    [InlineData("""{"width": 5, "activation": "erf", "kappa": [1, 2, 1.0]}""", "networks[0].kappa: 1 is there twice")]
    [InlineData("""{"width": 5, "activation": "erf"}""", "networks[0]: the noise is missing: give kappa or temperature")]
    [InlineData("""{"width": 5, "activation": "erf", "g_v": 1, "temperature": 1}""", "networks[0]: use one notation")]
    [InlineData("""{"width": 5, "activation": "erf", "kapa": 1}""", "networks[0]: unknown key 'kapa'; there are width, activation, g_v")]
    [InlineData("""{"activation": "erf", "kappa": 1}""", "networks[0]: 'width' is missing")]
    [InlineData("""{"width": {"from": 1, "to": 3, "count": 9}, "activation": "erf", "kappa": 1}""", "networks[0].width: 1 is there twice")]
    [InlineData("""{"width": {"from": 1, "to": 3}, "activation": "erf", "kappa": 1}""", "networks[0].width: 'count' is missing")]
    [InlineData("""{"width": {"from": 1, "to": 3, "step": 1}, "activation": "erf", "kappa": 1}""", "networks[0].width: unknown key 'step'")]
    [InlineData("""{"width": 3, "activation": "erf", "kappa": {"from": -1, "to": 3, "count": 3, "scale": "log"}}""", "networks[0].kappa: a range with \"scale\": \"log\"")]
    [InlineData("""{"width": 3, "activation": "erf", "kappa": {"from": -1, "to": 3, "count": 3}}""", "networks[0].kappa: expected a finite number above 0, not -1")]
    [InlineData("""{"width": 3, "activation": "erf", "kappa": {"from": 1, "to": 3, "count": 100001}}""", "networks[0].kappa.count: expected")]
    [InlineData("\"nngp\"", "networks[0]: expected an object, not \"nngp\"")]
    public void Networks(string network, string message) => Refused(GridTests.Grid(network: network), message);

    [Theory]
    [InlineData("""{"task": "mnist"}""", "tasks[0].task: expected one of ising, linear-teacher")]
    [InlineData("""{"dimension": 4}""", "tasks[0]: 'task' is missing")]
    [InlineData("""{"task": "ising", "dimension": 3, "train": 4, "test": 2, "probability": 1.5}""", "tasks[0].probability: expected a number from 0 to 1, not 1.5")]
    [InlineData("""{"task": "xor", "dimension": 3, "train": 4, "test": 2, "separation": -1}""", "tasks[0].separation: expected a finite number of at least 0, not -1")]
    [InlineData("""{"task": "files", "train_x": "", "train_y": "y"}""", "tasks[0].train_x: expected a text of 1 to 4096 printable characters")]
    [InlineData("""{"task": "files", "train_x": "a\u0000b", "train_y": "y"}""", "tasks[0].train_x: expected a text of 1 to 4096 printable characters")]
    [InlineData("""{"task": "drawn-digits", "plus": 3, "minus": 10, "train": 4, "test": 2}""", "tasks[0].minus: expected a whole number from 0 to 9, not 10")]
    [InlineData("""{"task": "drawn-digits", "plus": [3, 4], "minus": [5, 4], "train": 4, "test": 2}""", "tasks[0]: plus and minus are both 4")]
    [InlineData("""{"task": ["ising"]}""", "tasks[0].task: expected one of ising")]
    public void Tasks(string task, string message) => Refused(GridTests.Grid(task: task), message);

    [Theory]
    [InlineData("\"two-loop\"", "solvers[0]: expected one of nngp")]
    [InlineData("""{"theory": "nngp", "particles": 3}""", "solvers[0]: unknown key 'particles'; there are theory")]
    [InlineData("""{"theory": "single-neuron", "rounds": 3}""", "solvers[0].rounds: expected a whole number of at least 6, not 3")]
    [InlineData("\"nngp\", {\"theory\": \"nngp\"}", "jobs 0 and 1 are the same")]
    public void Solvers(string solvers, string message) => Refused(GridTests.Grid(solvers: solvers), message);

    [Theory]
    [InlineData("\"samplers\": [\"langevin\"]", "samplers[0]: 'step_size' is missing")]
    [InlineData("\"samplers\": [{\"sampler\": \"gibbs\", \"step_size\": 1}]", "samplers[0]: unknown key 'step_size'")]
    [InlineData("\"seeds\": [-1]", "seeds[0]: expected a whole number of at least 0, not -1")]
    [InlineData("\"seeds\": [4294967296]", "seeds[0]: expected a whole number of at least 0, not 4294967296")]
    [InlineData("\"seeds\": [1, 1]", "seeds: 1 is there twice")]
    public void Samplers_and_seeds(string rest, string message) => Refused(GridTests.Grid(rest: rest), message);

    [Fact]
    public void A_grid_without_any_method_that_exists_is_refused() =>
        Refused(GridTests.Grid(network: """{"width": 5, "activation": "erf", "kappa": 1}""", solvers: "\"exact\""), "no job is left");

    [Fact]
    public void A_trillion_jobs_and_a_thousand_levels_are_refused_before_they_cost_anything()
    {
        string thousand = $$"""{"from": 1, "to": 2, "count": 1000}""";
        string grid = GridTests.Grid(network: $$"""{"width": 1, "activation": "erf", "kappa": {{thousand}}, "chi": {{thousand}}, "g_v": {{thousand}}, "g_w": {{thousand}}}""");
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Refused(grid, "1000000000000 combinations; at most 100000 can be planned");
        Refused(GridTests.Grid(rest: $"\"seeds\": {new string('[', 100_000)}{new string(']', 100_000)}"), "not JSON");
        Refused(new string(' ', SweepGrid.MaxLength + 1), "a grid has at most");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
    }

    [Fact]
    public void Damaged_grids_are_plans_or_refusals()
    {
        byte[] seed = Encoding.UTF8.GetBytes(GridTests.Grid(
            network: """{"width": {"from": 10, "to": 90, "count": 3, "scale": "log"}, "activation": ["linear", "erf"], "kappa": [0.1, 1e2]}""",
            rest: "\"samplers\": [{\"sampler\": \"hmc\", \"draws\": [5, 6]}], \"seeds\": [1, 2]"));
        Random random = new(20261122);
        int plans = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. seed];
            for (int hits = random.Next(1, 4); hits > 0; hits--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(32, 127);
            }

            try
            {
                SweepGrid grid = SweepGrid.Parse(damaged);
                if (grid.Count <= 1000)
                {
                    Assert.All(grid.Expand().Jobs.Take(1), job => SweepJob.Parse(job.ToJson()));
                    plans++;
                }
            }
            catch (GridException)
            {
                // What a bad grid is for.
            }
        }

        Assert.InRange(plans, 100, 10_000); // both happen, or nothing was tested
    }

    private static void Refused(string grid, string message)
    {
        string came = Assert.Throws<GridException>(() => GridTests.Expand(grid)).Message;
        Assert.Contains(message, came, StringComparison.Ordinal);
        Assert.InRange(came.Length, 1, 400);
        Assert.DoesNotContain('\n', came);
    }
}
