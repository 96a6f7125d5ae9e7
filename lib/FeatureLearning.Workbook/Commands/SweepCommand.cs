using System.CommandLine;
using FeatureLearning.Workbook.Sweeps;
using FeatureLearning.Workbook.Sweeps.Grids;
using FeatureLearning.Workbook.Sweeps.Jobs;
using FeatureLearning.Workbook.Sweeps.Merging;
using FeatureLearning.Workbook.Sweeps.Running;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook sweep</c>: a grid of networks, tasks, theories, samplers and seeds as numbered jobs, on one machine or many.</summary>
internal static class SweepCommand
{
    /// <summary>Longer than a shared file system may hide a change.</summary>
    public static TimeSpan DefaultStale { get; } = TimeSpan.FromSeconds(120);

    public static Command Create() => new("sweep", "Solves and samples every job of a grid, on one machine or many, and merges one table.")
    {
        Plan(), Run(), Status(), Merge(), SweepSlurmCommand.Create(),
    };

    public static Argument<string> Folder() => new("DIR") { Description = "The sweep's folder, on a file system that all machines see." };

    private static Command Plan()
    {
        Argument<string> grid = new("GRID.json") 
        {
            Description = "networks, tasks, solvers, samplers, seeds; see lib/FeatureLearning.Workbook/Sweeps/README.md.",
        };
        Option<string> output = NetworkOptions.File("--out", "The folder to plan in.", required: true);
        output.HelpName = "DIR";
        Command command = new("plan", "Writes the numbered jobs of a grid. The same grid again changes nothing; another one is refused.")
        {
            grid, output,
        };
        command.SetAction(parsed =>
        {
            (string file, string path) = (parsed.GetRequiredValue(grid), parsed.GetRequiredValue(output));
            SweepPlan plan = JobData.Attach(Read(file), Path.GetDirectoryName(Path.GetFullPath(file))!);
            SweepFolder folder = SweepFolder.Create(path, plan);
            Console.WriteLine(FormattableString.Invariant($"{folder.Count} jobs planned in {path}"));
            foreach (LeftOut left in plan.LeftOut)
            {
                Console.WriteLine(FormattableString.Invariant($"left out {left.Count}: there is no {left.Method} for {left.Activation} networks"));
            }
        });
        return command;
    }

    private static SweepPlan Read(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            byte[] bytes = new byte[(int)Math.Min(stream.Length, SweepGrid.MaxLength + 1)];
            stream.ReadExactly(bytes);
            return SweepGrid.Parse(bytes).Expand();
        }
        catch (Exception error) when (error is GridException or IOException or UnauthorizedAccessException)
        {
            string why = error is FileNotFoundException or DirectoryNotFoundException ? "no such file." : error.Message;
            throw new UsageException($"{file}: {why}", error);
        }
    }

    private static Command Run()
    {
        Argument<string> folder = Folder();
        Option<int> index = NetworkOptions.Count("--index", 0, "Which share, from 0.", 0),
            of = NetworkOptions.Count("--of", 1, "Number of shares.", 1),
            threads = NetworkOptions.Count("--threads", 1, "Chains of a sampler at the same time.", 1);
        Option<double?> stale = NetworkOptions.Number(
            "--stale", "Seconds after which a job whose process on another machine gives no sign of life is taken over; 120 by default.");
        Option<bool> retry = new("--retry-failed") { Description = "Do jobs that have failed once more." };
        Command command = new("run", "Runs the jobs of a share that have no result. Stopped or killed, run it again.")
        {
            folder, index, of, threads, stale, retry,
        };
        command.SetAction(parsed =>
        {
            (int share, int shares) = (parsed.GetValue(index), parsed.GetValue(of));
            double seconds = parsed.GetValue(stale) ?? DefaultStale.TotalSeconds;
            if (share >= shares || !(seconds > JobClaim.Interval.TotalSeconds && seconds <= 1e6))
            {
                throw new UsageException(share >= shares
                    ? FormattableString.Invariant($"--index must be below --of ({shares}); it is {share}.")
                    : FormattableString.Invariant($"--stale must be above {JobClaim.Interval.TotalSeconds} and at most 1000000; it is {seconds}."));
            }

            SweepFolder sweep = SweepFolder.OpenToRun(parsed.GetRequiredValue(folder));
            return Resumable(() => Run(
                sweep, Enumerable.Range(0, sweep.Count).Where(number => number % shares == share).Select(sweep.ReadJob),
                new ShareSettings(parsed.GetValue(threads), TimeSpan.FromSeconds(seconds), parsed.GetValue(retry))));
        });
        return command;
    }

    private static int Run(SweepFolder folder, IEnumerable<SweepJob> jobs, ShareSettings settings)
    {
        using StopSignals signals = new();
        return Complain([], [.. RunJobs(folder, jobs, settings, signals.Token).Where(result => result.IsFailure)]);
    }

    /// <summary>Runs jobs here and prints a line for each.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static IReadOnlyList<JobResult> RunJobs(
        SweepFolder folder, IEnumerable<SweepJob> jobs, ShareSettings settings, CancellationToken cancellation) =>
        SweepFolder.Guarded(folder.Path, () =>
        {
            using ShareRun run = new(folder, settings, result =>
                Console.WriteLine(FormattableString.Invariant($"{SweepFolder.Name(result.Job)} {result.Status} {result.Cost.Seconds:0.00} s")));
            return run.Run(jobs, cancellation);
        });

    /// <summary>A verb that runs jobs: stopped, it says so and ends with the exit code of that.</summary>
    public static int Resumable(Func<int> verb)
    {
        try
        {
            return verb();
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("workbook: stopped; the same command goes on from here");
            return ExitCode.Interrupted;
        }
    }

    private static Command Status()
    {
        Argument<string> folder = Folder();
        Command command = new("status", "How far the sweep is, who has which job, and what failed.") { folder };
        command.SetAction(parsed => SweepStatus.Write(SweepFolder.Open(parsed.GetRequiredValue(folder)), Console.Out));
        return command;
    }

    private static Command Merge()
    {
        Argument<string> folder = Folder();
        Option<bool> allow = new("--allow-missing") { Description = "Exit code 0 also with missing and failed jobs." };
        Command command = new("merge", "Writes table.csv, table.npz and costs.csv. Exit code 1 where a job is missing or failed.") { folder, allow };
        command.SetAction(parsed =>
        {
            SweepFolder sweep = SweepFolder.Open(parsed.GetRequiredValue(folder));
            (IReadOnlyList<SweepJob> missing, IReadOnlyList<JobResult> failed) = SweepMerge.Write(sweep);
            Console.WriteLine(FormattableString.Invariant(
                $"{sweep.Count} jobs, {missing.Count} missing, {failed.Count} failed: {sweep.In("table.csv")}"));
            int code = Complain(missing, failed);
            return parsed.GetValue(allow) ? ExitCode.Success : code;
        });
        return command;
    }

    private static int Complain(IReadOnlyList<SweepJob> missing, IReadOnlyList<JobResult> failed)
    {
        foreach (SweepJob job in missing)
        {
            Console.Error.WriteLine($"missing {SweepFolder.Name(job.Number)}");
        }

        foreach (JobResult result in failed)
        {
            Console.Error.WriteLine($"failed {SweepFolder.Name(result.Job)}: {result.Message}");
        }

        return missing.Count + failed.Count > 0 ? ExitCode.Failed : ExitCode.Success;
    }
}
