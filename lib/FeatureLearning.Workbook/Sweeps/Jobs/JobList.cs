using System.Collections.Immutable;
using FeatureLearning.Networks;
using FeatureLearning.Theory;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Sweeps.Grids;

namespace FeatureLearning.Workbook.Sweeps.Jobs;

/// <summary>Collects the jobs of a grid, in order.</summary>
internal sealed class JobList(IReadOnlyList<int> seeds)
{
    private readonly List<SweepJob> jobs = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Method, string Activation), int> leftOut = [];

    /// <summary>Adds a combination: a job for each seed, or one where no seed changes anything.</summary>
    /// <exception cref="GridException">The same job is there already.</exception>
    public void Add(GridPoint network, GridPoint task, GridPoint method)
    {
        IReadOnlyList<int?> own = task.Schema.Name != GridSchemas.FilesTask || IsRandom(method) ? [.. seeds.Select(seed => (int?)seed)] : [null];
        string activation = network.Text("activation")!;
        if (!Exists(method, NetworkOptions.Activations[activation]))
        {
            (string, string) key = (method.Schema.Name, activation);
            leftOut[key] = leftOut.GetValueOrDefault(key) + own.Count;
            return;
        }

        foreach (int? seed in own)
        {
            SweepJob job = new(jobs.Count, network, task, method, seed, ImmutableSortedDictionary<string, string>.Empty);
            if (!numbers.TryAdd(job.Hash, job.Number))
            {
                throw new GridException(FormattableString.Invariant(
                    $"the grid: jobs {numbers[job.Hash]} and {job.Number} are the same; a network, task or method is there twice."));
            }

            jobs.Add(job);
        }
    }

    /// <exception cref="GridException">There is no job.</exception>
    public SweepPlan ToPlan() => jobs.Count > 0
        ? new SweepPlan(jobs, [.. leftOut.Select(one => new LeftOut(one.Key.Method, one.Key.Activation, one.Value))])
        : throw new GridException("the grid: no job is left; none of its methods exists for the activations of its networks.");

    private static bool IsRandom(GridPoint method) =>
        method.Schema.Key == GridSchemas.SamplerKey || Theories.IsSampled(Theories.Parse(method.Schema.Name));

    private static bool Exists(GridPoint method, Activation activation) => method.Schema.Key == GridSchemas.SamplerKey
        ? method.Schema.Name != "gibbs" || activation == Activation.Linear
        : Theories.Exists(Theories.Parse(method.Schema.Name), activation);
}
