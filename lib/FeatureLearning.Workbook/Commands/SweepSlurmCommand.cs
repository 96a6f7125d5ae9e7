using System.CommandLine;
using FeatureLearning.Workbook.Sweeps;
using FeatureLearning.Workbook.Sweeps.Jobs;
using FeatureLearning.Workbook.Sweeps.Running;
using FeatureLearning.Workbook.Sweeps.Slurm;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook sweep slurm</c>: the open jobs as a job array, and a merge after it.</summary>
internal static class SweepSlurmCommand
{
    /// <summary>Slurm's own MaxArraySize is 1001 by default.</summary>
    private const int MostTasks = 1000;

    public static Command Create()
    {
        Argument<string> folder = SweepCommand.Folder();
        Option<int> tasks = NetworkOptions.Count("--tasks", 1, "Tasks of the array; a task a job by default, at most 1000.", MostTasks),
            cpus = NetworkOptions.Count("--cpus", 1, "Processors a task, for the chains of samplers.", 1),
            time = NetworkOptions.Count("--time", 0, "Minutes a task; from measured cost by default.", 0),
            memory = NetworkOptions.Count("--memory", 0, "Megabytes a task; from measured cost by default.", 0);
        Option<double?> safety = NetworkOptions.Number("--safety", "Time and memory asked for over those measured; 2 by default.");
        Option<string[]> options = new("--sbatch") { Description = "One more option of sbatch, as --sbatch=--partition=NAME; may be repeated.", HelpName = "OPTION" };
        Option<bool> dry = new("--dry-run") { Description = "Write the scripts and say what would be asked for; submit nothing." };
        Command command = new(
            "slurm", "Submits the open jobs as a job array and a merge that waits for it. Where no job has run yet, a pilot job of each method runs here first.")
        {
            folder, tasks, cpus, time, memory, safety, options, dry,
        };
        command.SetAction(parsed =>
        {
            double factor = parsed.GetValue(safety) ?? 2;
            if (!(factor is >= 1 and <= 100))
            {
                throw new UsageException(FormattableString.Invariant($"--safety must be between 1 and 100; it is {factor}."));
            }

            SweepFolder sweep = SweepFolder.OpenToRun(parsed.GetRequiredValue(folder));
            int shares = Math.Min(parsed.GetValue(tasks), sweep.Count);
            return SweepCommand.Resumable(() => Execute(
                sweep, new SlurmResources(shares, parsed.GetValue(cpus), parsed.GetValue(time), parsed.GetValue(memory), parsed.GetValue(options) ?? []),
                factor, parsed.GetValue(dry)));
        });
        return command;
    }

    private static int Execute(SweepFolder folder, SlurmResources given, double safety, bool isDry)
    {
        IReadOnlyList<SweepJob> jobs = folder.ReadJobs();
        JobResult[] measured = [.. jobs.Select(folder.ReadResult).OfType<JobResult>()];
        string[] methods = [.. jobs.Select(job => job.Method.Schema.Name)];
        if (given.Minutes == 0 || given.Megabytes == 0)
        {
            measured = [.. measured, .. RunPilot(folder, Open(jobs, measured), measured.Select(result => methods[result.Job]).ToHashSet(StringComparer.Ordinal))];
        }

        IReadOnlyList<SweepJob> open = Open(jobs, measured);
        if (open.Count == 0)
        {
            Console.WriteLine("every job has a result: 'workbook sweep merge' is what is left");
            return ExitCode.Success;
        }

        SlurmResources resources = given;
        if (given.Minutes == 0 || given.Megabytes == 0)
        {
            CostEstimate estimate = CostEstimate.Of(measured, methods, open, given.Tasks, safety);
            Console.WriteLine(estimate.Basis);
            resources = given with
            {
                Minutes = given.Minutes > 0 ? given.Minutes : estimate.Minutes,
                Megabytes = given.Megabytes > 0 ? given.Megabytes : estimate.Megabytes,
            };
        }

        int[] indices = [.. open.Select(job => job.Number % resources.Tasks).Distinct().Order()];
        (string array, string merge) = SlurmScripts.Write(folder, resources, indices);
        Console.WriteLine(FormattableString.Invariant(
            $"{open.Count} jobs in {indices.Length} tasks of {resources.Minutes} minutes, {resources.Megabytes} MB, {resources.Cpus} processors: {array}"));
        if (isDry)
        {
            return ExitCode.Success;
        }

        string id = Sbatch.Submit(folder.Path, array);
        // afterany: the merge names what is missing, so it must run then too.
        string last = Sbatch.Submit(folder.Path, merge, $"--dependency=afterany:{id}");
        Console.WriteLine($"submitted array {id}, merge {last}");
        return ExitCode.Success;
    }

    private static IReadOnlyList<SweepJob> Open(IReadOnlyList<SweepJob> jobs, IReadOnlyList<JobResult> results)
    {
        HashSet<int> done = [.. results.Select(result => result.Job)];
        return [.. jobs.Where(job => !done.Contains(job.Number))];
    }

    private static IReadOnlyList<JobResult> RunPilot(SweepFolder folder, IReadOnlyList<SweepJob> open, IReadOnlySet<string> measured)
    {
        IReadOnlyList<SweepJob> pilots = Pilot.Choose(open, measured);
        if (pilots.Count == 0)
        {
            return [];
        }

        Console.WriteLine(FormattableString.Invariant($"{pilots.Count} pilot jobs run here, to measure what jobs cost"));
        using StopSignals signals = new();
        return SweepCommand.RunJobs(folder, pilots, new ShareSettings(1, SweepCommand.DefaultStale, RetryFailed: false), signals.Token);
    }
}
