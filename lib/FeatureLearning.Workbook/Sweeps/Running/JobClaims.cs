namespace FeatureLearning.Workbook.Sweeps.Running;

/// <summary>
/// Who does which job, on one machine or on many with a shared file system. Attempt k of job n is the file <c>n.k.claim</c>, created exclusively
/// (O_CREAT|O_EXCL, which NFS 3 and later keep): whoever creates it has the job. No claim is ever removed or renamed, so that two processes
/// cannot both take over: they would have to create the same file.
/// </summary>
/// <remarks>
/// Attempt k + 1 may be taken when attempt k was given back (<c>n.k.released</c>), or its process is known to have ended (same machine), or its claim's time of
/// last writing, which its process moves every few seconds, has not moved for the stale time by the observer's own clock: clocks of two machines are never compared.
/// A process that was only asleep can so lose its job and still end it: both results are equal, and the first one stays.
/// </remarks>
/// <param name="folder">The folder of claims.</param>
/// <param name="stale">Stale time: longer than a shared file system may hide a change (60 s for NFS by default).</param>
/// <param name="clock">The observer's clock; null for the system's.</param>
internal sealed class JobClaims(string folder, TimeSpan stale, TimeProvider? clock = null)
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly Dictionary<string, (DateTime Written, long Seen)> observed = new(StringComparer.Ordinal);

    /// <summary>Takes the next attempt; null while another process has the job.</summary>
    public JobClaim? TryTake(int job)
    {
        int attempts = Attempts(job);
        if (attempts > 0 && !IsFree(job, attempts - 1))
        {
            return null;
        }

        string path = ClaimFile(job, attempts);
        Directory.CreateDirectory(folder);
        try
        {
            // No lock of .NET's on it (FileShare), since some file systems have none.
            using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            stream.Write(ProcessIdentity.Own.ToJson());
        }
        catch (IOException) when (File.Exists(path))
        {
            return null; // another process was faster
        }

        return new JobClaim(job, attempts, path, ReleaseFile(job, attempts));
    }

    /// <summary>Number of attempts that were begun.</summary>
    public int Attempts(int job)
    {
        int attempts = 0;
        while (File.Exists(ClaimFile(job, attempts)))
        {
            attempts++;
        }

        return attempts;
    }

    /// <summary>Number of attempts before this one, from some attempt on, whose process ended without a result and without giving the job back.</summary>
    public int Crashes(JobClaim claim, int from) =>
        Enumerable.Range(from, claim.Attempt - from).Count(attempt => !File.Exists(ReleaseFile(claim.Job, attempt)));

    /// <summary>Who has, or had, the job last; null if nobody, or if that is not written yet.</summary>
    public ProcessIdentity? Holder(int job) => Attempts(job) is > 0 and var attempts ? Read(ClaimFile(job, attempts - 1))?.Holder : null;

    /// <summary>Whether the job's last attempt was given back, its process has ended, or its claim went stale while this object watched.</summary>
    public bool IsFree(int job) => Attempts(job) is var attempts && (attempts == 0 || IsFree(job, attempts - 1));

    /// <summary>Gives back an attempt that has ended.</summary>
    public void Release(int job, int attempt) => File.WriteAllBytes(ReleaseFile(job, attempt), []);

    private bool IsFree(int job, int attempt)
    {
        string path = ClaimFile(job, attempt);
        return File.Exists(ReleaseFile(job, attempt)) || (Read(path) is { } claim && (claim.Holder is { HasEnded: true } || IsStale(path, claim.Written)));
    }

    private bool IsStale(string path, DateTime written)
    {
        if (!observed.TryGetValue(path, out (DateTime Written, long Seen) before) || before.Written != written)
        {
            observed[path] = (written, clock.GetTimestamp());
            return false;
        }

        return clock.GetElapsedTime(before.Seen) >= stale;
    }

    // Opened, not only asked for its time: opening is when NFS looks at the server.
    private static (ProcessIdentity? Holder, DateTime Written)? Read(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using StreamReader reader = new(stream);
            return (ProcessIdentity.Parse(reader.ReadToEnd()), File.GetLastWriteTimeUtc(stream.SafeFileHandle));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string ClaimFile(int job, int attempt) => Path.Combine(folder, FormattableString.Invariant($"{SweepFolder.Name(job)}.{attempt}.claim"));

    private string ReleaseFile(int job, int attempt) => Path.Combine(folder, FormattableString.Invariant($"{SweepFolder.Name(job)}.{attempt}.released"));
}
