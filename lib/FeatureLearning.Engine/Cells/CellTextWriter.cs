using System.Diagnostics;
using System.Globalization;
using System.Text;
using FeatureLearning.Protocol;

namespace FeatureLearning.Engine;

/// <summary>
/// A cell's Console.Out or Console.Error. Text is gathered for a few hundredths of a second, so that a loop of small writes is not a
/// message each, and is cut off beyond a limit, so that an endless loop of prints fills neither the memory nor the notebook.
/// </summary>
internal sealed class CellTextWriter : TextWriter
{
    private const int FlushAtLength = 16_384;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(30);

    private readonly Action<string> send;
    private readonly StringBuilder pending = new();
    private readonly Lock gate = new();
    private readonly Timer timer;
    private long lastFlush;
    private long kept;
    private long dropped;

    public CellTextWriter(Action<string> send)
        : base(CultureInfo.CurrentCulture)
    {
        this.send = send;
        timer = new Timer(_ => Flush(), null, Timeout.Infinite, Timeout.Infinite);
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (gate)
        {
            int room = (int)Math.Min(buffer.Length, Math.Max(0, OutputLimits.Text - kept));
            pending.Append(buffer[..room]);
            kept += room;
            dropped += buffer.Length - room;
            if (pending.Length == 0)
            {
                return;
            }

            // The first write after a pause goes out at once: a crash right after it must not swallow it.
            if (pending.Length >= FlushAtLength || Stopwatch.GetElapsedTime(lastFlush) > Patience)
            {
                FlushLocked();
            }
            else
            {
                timer.Change(Patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    // One write, so that a line goes out whole.
    public override void WriteLine(string? value) => Write((value + "\n").AsSpan());

    public override void Flush()
    {
        lock (gate)
        {
            FlushLocked();
        }
    }

    /// <summary>Sends what is left, says how much was cut off, and starts counting anew for the next cell.</summary>
    public void EndCell()
    {
        lock (gate)
        {
            if (dropped > 0)
            {
                pending.Append(CultureInfo.InvariantCulture, $"\n… {dropped} more characters not kept\n");
            }

            FlushLocked();
            (kept, dropped) = (0, 0);
        }
    }

    protected override void Dispose(bool disposing)
    {
        timer.Dispose();
        base.Dispose(disposing);
    }

    private void FlushLocked()
    {
        lastFlush = Stopwatch.GetTimestamp();
        if (pending.Length > 0)
        {
            string text = pending.ToString();
            pending.Clear();
            send(text);
        }
    }
}
