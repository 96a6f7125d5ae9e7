using FeatureLearning.Sampling;

namespace FeatureLearning.Workbook.Sampling;

/// <summary>One line on standard error that says how far the chains are; nothing where standard error is not a terminal.</summary>
internal sealed class ProgressLine : IProgress<SamplingProgress>, IDisposable
{
    private readonly bool visible = !Console.IsErrorRedirected;
    private readonly Lock writing = new();
    private bool wrote;

    public void Report(SamplingProgress value)
    {
        if (!visible)
        {
            return;
        }

        lock (writing)
        {
            wrote = true;
            Console.Error.Write(FormattableString.Invariant(
                $"\r{100.0 * value.Steps / value.Total:0} % of {value.Total} steps, {value.Rate:0} steps/s, {value.TimeLeft.TotalSeconds:0} s left   "));
        }
    }

    public void Dispose()
    {
        if (wrote)
        {
            Console.Error.WriteLine();
        }
    }
}
