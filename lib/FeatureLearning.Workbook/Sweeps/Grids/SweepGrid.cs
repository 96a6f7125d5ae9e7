using System.Text.Json;
using FeatureLearning.Workbook.Sweeps.Jobs;

namespace FeatureLearning.Workbook.Sweeps.Grids;

/// <summary>A grid: every network on every task by every solver and sampler for every seed. Reading it touches no file but its own bytes.</summary>
internal sealed class SweepGrid
{
    /// <summary>Jobs of one grid at most; a file each must stay bearable for a shared file system.</summary>
    public const int MaxJobs = 100_000;

    /// <summary>Bytes of a grid at most.</summary>
    public const int MaxLength = 1 << 22;

    private readonly IReadOnlyList<GridBlock> networks, tasks, methods;
    private readonly IReadOnlyList<int> seeds;

    private SweepGrid(IReadOnlyList<GridBlock> networks, IReadOnlyList<GridBlock> tasks, IReadOnlyList<GridBlock> methods, IReadOnlyList<int> seeds)
    {
        (this.networks, this.tasks, this.methods, this.seeds) = (networks, tasks, methods, seeds);
        Count = Product(Sum(networks), Sum(tasks), Sum(methods), seeds.Count);
    }

    /// <summary>Combinations, at most <see cref="MaxJobs"/>; the plan can have fewer, see <see cref="Expand"/>.</summary>
    public long Count { get; }

    /// <summary>Reads a grid from JSON in UTF-8; nothing is expanded yet, so that a grid of 10¹² jobs costs no more than its text.</summary>
    /// <exception cref="GridException">It is not a grid, or has more than <see cref="MaxJobs"/> combinations.</exception>
    public static SweepGrid Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
        {
            throw new GridException(FormattableString.Invariant($"{utf8.Length} bytes; a grid has at most {MaxLength}."));
        }

        JsonElement root = GridJson.ParseObject(utf8);
        GridJson.OnlyKeys(root, "the grid", "networks", "tasks", "solvers", "samplers", "seeds");
        IReadOnlyList<GridBlock> methods = 
        [
            .. Blocks(root, "solvers", GridSchemas.Solvers, isNeeded: false), .. Blocks(root, "samplers", GridSchemas.Samplers, isNeeded: false),
        ];
        if (methods.Count == 0)
        {
            throw new GridException("the grid: give 'solvers', 'samplers' or both.");
        }

        SweepGrid grid = new(
            Blocks(root, "networks", [GridSchemas.Network], isNeeded: true), Blocks(root, "tasks", GridSchemas.Tasks, isNeeded: true), methods,
            root.TryGetProperty("seeds", out JsonElement seeds) ? [.. GridAxis.Read(GridSchemas.Seed, seeds, "seeds").Cast<int>()] : [1]);
        return grid.Count <= MaxJobs ? grid : throw new GridException(FormattableString.Invariant(
            $"the grid: {(grid.Count == long.MaxValue ? "more than 10^18" : grid.Count)} combinations; at most {MaxJobs} can be planned."));
    }

    /// <summary>
    /// The jobs, in the order networks, tasks, methods, seeds (fastest). A job that no seed changes is there once, without one; a method that
    /// a network does not have is left out and counted.
    /// </summary>
    /// <exception cref="GridException">A network mixes notations or lacks its noise, or two jobs are the same.</exception>
    public SweepPlan Expand()
    {
        GridPoint[] taskPoints = [.. tasks.SelectMany((block, i) => block.Points().Select(task => Digits(task, i)))], methodPoints = [.. methods.SelectMany(block => block.Points())];
        JobList jobs = new(seeds);
        for (int i = 0; i < networks.Count; i++)
        {
            foreach (GridPoint network in networks[i].Points())
            {
                GridPoint complete = NetworkNotation.Complete(network, FormattableString.Invariant($"networks[{i}]"));
                foreach (GridPoint task in taskPoints)
                {
                    Array.ForEach(methodPoints, method => jobs.Add(complete, task, method));
                }
            }
        }

        return jobs.ToPlan();
    }

    /// <summary>The product, or the largest number where it is larger.</summary>
    public static long Product(params IEnumerable<long> factors)
    {
        Int128 product = 1;
        foreach (long factor in factors)
        {
            product = Int128.Min(product * factor, long.MaxValue);
        }

        return (long)product;
    }

    private static GridPoint Digits(GridPoint task, int block) => task.Schema.Name == GridSchemas.DigitsTask && task.Whole("plus") == task.Whole("minus")
        ? throw new GridException(FormattableString.Invariant($"tasks[{block}]: plus and minus are both {task.Whole("plus")}."))
        : task;

    private static long Sum(IReadOnlyList<GridBlock> blocks)
    {
        Int128 sum = 0;
        foreach (GridBlock block in blocks)
        {
            sum += block.Count;
        }

        return (long)Int128.Min(sum, long.MaxValue);
    }

    private static IReadOnlyList<GridBlock> Blocks(JsonElement root, string name, IReadOnlyList<GridSchema> schemas, bool isNeeded) =>
        root.TryGetProperty(name, out JsonElement list)
            ? [.. GridJson.Items(list, name).Select((item, i) => GridBlock.Read(schemas, item, FormattableString.Invariant($"{name}[{i}]")))]
            : isNeeded ? throw new GridException($"the grid: '{name}' is missing.") : [];
}
