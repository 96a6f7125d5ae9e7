namespace FeatureLearning.Workbook.Sweeps.Running;

/// <summary>A job in this process's hands. A thread of its own shows every few seconds that the process lives, also while every other thread computes.</summary>
internal sealed class JobClaim : IDisposable
{
    private readonly string path, released;
    private readonly ManualResetEventSlim ended = new();
    private readonly Thread heart;
    private bool isFinished;

    public JobClaim(int job, int attempt, string path, string released)
    {
        (Job, Attempt, this.path, this.released) = (job, attempt, path, released);
        heart = new Thread(Beat) { IsBackground = true, Name = "claim" };
        heart.Start();
    }

    /// <summary>Time between two signs of life; a fraction of any stale time that makes sense.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(2);

    public int Job { get; }

    /// <summary>From 0.</summary>
    public int Attempt { get; }

    /// <summary>There is a result: the job is not given back.</summary>
    public void Finish() => isFinished = true;

    /// <summary>Ends the signs of life, and gives the job back where there is no result.</summary>
    public void Dispose()
    {
        ended.Set();
        heart.Join();
        ended.Dispose();
        if (isFinished)
        {
            return;
        }

        try
        {
            File.WriteAllBytes(released, []);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Then others wait until the claim is stale.
        }
    }

    private void Beat()
    {
        while (!ended.Wait(Interval))
        {
            try
            {
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A full or absent file system: the next beat may succeed.
            }
        }
    }
}
