using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FeatureLearning.Networks;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Sweeps.Grids;
using FeatureLearning.Workbook.Sweeps.Jobs;

namespace FeatureLearning.Workbook.Sweeps;

/// <summary>
/// The folder of a sweep: <c>plan.json</c>, <c>jobs/</c> and <c>results/</c> with a file a job, <c>claims/</c> (see <see cref="Running.JobClaims"/>),
/// <c>work/</c> with checkpoints, <c>runs/</c> with a log a process, and what <c>merge</c> and <c>slurm</c> write.
/// </summary>
internal sealed class SweepFolder
{
    /// <summary>How records are written in a sweep's files.</summary>
    public static readonly JsonSerializerOptions Files = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
    };

    private readonly PlanFile plan;

    private SweepFolder(string path, PlanFile plan) => (Path, this.plan) = (path, plan);

    public string Path { get; }

    /// <summary>Number of jobs.</summary>
    public int Count => plan.Jobs;

    /// <summary>The library's version, which results must have.</summary>
    public string Version => plan.Version;

    public string PlanHash => plan.Hash;

    public string Claims => In("claims");

    public string Runs => In("runs");

    public string Work => In("work");

    /// <summary>The library's version with the commit that it was built from, where the build knows it.</summary>
    public static string LibraryVersion { get; } =
        typeof(Network).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Writes a plan, its own file last; the same plan again changes nothing.</summary>
    /// <exception cref="UsageException">There is another plan, or the folder cannot be written.</exception>
    public static SweepFolder Create(string path, SweepPlan plan)
    {
        string full = System.IO.Path.GetFullPath(path);
        byte[][] jobs = [.. plan.Jobs.Select(job => job.ToJson())];
        PlanFile file = new(plan.Jobs.Count, Hash(plan.Jobs), LibraryVersion, plan.LeftOut);
        SweepFolder folder = new(full, file);
        return Guarded(full, () =>
        {
            if (File.Exists(folder.In("plan.json")))
            {
                SweepFolder there = Open(full);
                return there.plan.Hash == file.Hash && there.Version == file.Version ? there
                    : throw new UsageException($"{path}: there is another plan (or one by another version, {there.Version}); use a new folder.");
            }

            if (Directory.Exists(folder.In("results")))
            {
                throw new UsageException($"{path}: there are results without a plan; use a new folder.");
            }

            for (int i = 0; i < jobs.Length; i++)
            {
                AtomicFile.Write(folder.JobFile(i), jobs[i]);
            }

            AtomicFile.Write(folder.In("plan.json"), JsonSerializer.Serialize(file, Files) + "\n");
            return folder;
        });
    }

    /// <summary>Opens a planned sweep.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static SweepFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path), file = System.IO.Path.Combine(full, "plan.json");
        try
        {
            return new SweepFolder(full, JsonSerializer.Deserialize<PlanFile>(File.ReadAllText(file), Files) ?? throw new JsonException("null"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException(
                File.Exists(file) ? $"{file}: {error.Message}" : $"{path}: no sweep is planned here ('workbook sweep plan' does).", error);
        }
    }

    /// <summary>The same, to compute in it: only by the version that planned it, so that no sweep mixes two.</summary>
    /// <exception cref="UsageException">There is none, or by another version.</exception>
    public static SweepFolder OpenToRun(string path) => Open(path) is var folder && folder.Version == LibraryVersion ? folder
        : throw new UsageException(
            $"{path}: planned by version {folder.Version}; this is {LibraryVersion}, and a sweep does not mix versions. Plan it again in a new folder.");

    public static string Name(int job) => job.ToString("000000", CultureInfo.InvariantCulture);

    public string In(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public string JobFile(int job) => In("jobs", Name(job) + ".json");

    public string ResultFile(int job) => In("results", Name(job) + ".json");

    /// <summary>Where an attempt's sampler saves: no two attempts write the same file.</summary>
    public string Checkpoint(int job, int attempt) => System.IO.Path.Combine(Work, FormattableString.Invariant($"{Name(job)}.{attempt}.checkpoint"));

    /// <exception cref="UsageException">The file is missing, damaged or another job's.</exception>
    public SweepJob ReadJob(int number)
    {
        string path = JobFile(number);
        try
        {
            SweepJob job = SweepJob.Parse(File.ReadAllBytes(path));
            return job.Number == number ? job : throw new UsageException($"{path}: this is job {Name(job.Number)}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or GridException)
        {
            throw new UsageException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>All jobs; their hashes must be the plan's.</summary>
    /// <exception cref="UsageException">A file is missing or damaged, or the jobs are not those of the plan.</exception>
    public IReadOnlyList<SweepJob> ReadJobs()
    {
        SweepJob[] jobs = [.. Enumerable.Range(0, Count).Select(ReadJob)];
        return Hash(jobs) == plan.Hash ? jobs : throw new UsageException($"{In("jobs")}: these are not the jobs of the plan.");
    }

    /// <summary>The result of a job; null where there is none, or half of one after a crash of the machine.</summary>
    /// <exception cref="UsageException">It belongs to another plan or version, or may not be read.</exception>
    public JobResult? ReadResult(SweepJob job)
    {
        string path = ResultFile(job.Number);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            JobResult result = JobResult.Parse(File.ReadAllBytes(path));
            return result.Hash == job.Hash && result.Version == Version ? result
                : throw new UsageException($"{path}: the result of another plan or version ({result.Version}); a sweep does not mix them.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or GridException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Writes a result whole, through to the disk.</summary>
    public void WriteResult(JobResult result) => AtomicFile.Write(ResultFile(result.Job), stream =>
    {
        stream.Write(result.ToJson());
        (stream as FileStream)?.Flush(flushToDisk: true);
    });

    /// <summary>Runs something that writes into the folder.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static T Guarded<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: {error.Message}", error);
        }
    }

    private static string Hash(IReadOnlyList<SweepJob> jobs) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(jobs.Select(job => job.Hash)))));

    /// <summary>plan.json.</summary>
    private sealed record PlanFile(int Jobs, string Hash, string Version, IReadOnlyList<LeftOut> LeftOut);
}
