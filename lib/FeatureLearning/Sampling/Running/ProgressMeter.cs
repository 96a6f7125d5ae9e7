using System.Diagnostics;

namespace FeatureLearning.Sampling;

/// <summary>Counts the steps of all chains and reports them a few times a second.</summary>
internal sealed class ProgressMeter
{
    private const long TicksBetween = TimeSpan.TicksPerSecond / 4;
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly IProgress<SamplingProgress>? progress;
    private readonly long already, total;
    private long done, nextReport;

    public ProgressMeter(IProgress<SamplingProgress>? progress, long already, long total)
    {
        (this.progress, this.already, this.total) = (progress, already, total);
        done = already;
    }

    public void Count()
    {
        var now = Interlocked.Increment(ref done);
        if (progress is null)
        {
            return;
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        var due = Interlocked.Read(ref nextReport);
        if (elapsed.Ticks >= due && Interlocked.CompareExchange(ref nextReport, elapsed.Ticks + TicksBetween, due) == due)
        {
            Report(now, elapsed);
        }
    }

    public void Finish()
    {
        if (progress is not null)
        {
            Report(Interlocked.Read(ref done), Stopwatch.GetElapsedTime(start));
        }
    }

    private void Report(long now, TimeSpan elapsed)
    {
        var rate = (now - already) / Math.Max(elapsed.TotalSeconds, 1e-9);
        progress!.Report(new SamplingProgress(now, total, rate, rate > 0 ? TimeSpan.FromSeconds(Math.Min((total - now) / rate, 1e9)) : TimeSpan.MaxValue));
    }
}
