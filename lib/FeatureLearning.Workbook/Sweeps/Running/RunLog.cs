namespace FeatureLearning.Workbook.Sweeps.Running;

/// <summary>
/// What one process did, a line an event: job, attempt, event (start, a status, or discarded for a result that another process had before). A file of its own
/// for each process, so that nobody writes into another's.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private readonly StreamWriter writer;

    public RunLog(string folder)
    {
        Directory.CreateDirectory(folder);
        string name = FormattableString.Invariant($"{Environment.MachineName}.{Environment.ProcessId}.{Guid.NewGuid():N}.csv");
        writer = new StreamWriter(Path.Combine(folder, name)) { AutoFlush = true, NewLine = "\n" };
    }

    public void Write(JobClaim claim, string happened) =>
        writer.WriteLine(FormattableString.Invariant($"{SweepFolder.Name(claim.Job)},{claim.Attempt},{happened}"));

    public void Dispose() => writer.Dispose();
}
