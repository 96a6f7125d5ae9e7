using System.Diagnostics;

namespace FeatureLearning.Workbook.Tests.Fuzzing;

/// <summary>How many inputs were read, how many refused; no input did anything else.</summary>
internal sealed record FuzzResult(int Accepted, int Refused, TimeSpan Slowest, long MostBytes);

/// <summary>Feeds a parser damaged files. Input i of a seed is always the same, so that a failure can be replayed alone.</summary>
internal static class FuzzRun
{
    /// <summary>An input that takes longer hangs.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    /// <summary>Bytes allocated for one input, beyond a multiple of its length, that are called a bomb.</summary>
    public const long AllocationLimit = 64 << 20;

    private const long AllocationPerByte = 2000; // deflate expands a byte to 1032

    public static byte[] Input(FuzzTarget target, int seed, int index) => Mutator.Mutate(target.Corpus, new Random(unchecked((seed * 1_000_003) + index)));

    /// <summary>Reads inputs 0 … count − 1, and throws at the first that does harm.</summary>
    public static FuzzResult Run(FuzzTarget target, int seed, int count, TimeSpan? timeLimit = null)
    {
        TimeSpan limit = timeLimit ?? TimeLimit;
        int current = -1;
        long began = Stopwatch.GetTimestamp();
        Task<FuzzResult> work = Task.Factory.StartNew(
            () => ReadAll(target, seed, count, index => (current, began) = (index, Stopwatch.GetTimestamp())), TaskCreationOptions.LongRunning);
        while (!((IAsyncResult)work).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(0.5)))
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref began)) > limit)
            {
                throw Harm(target, seed, Volatile.Read(ref current), $"hangs for more than {limit.TotalSeconds} s", null);
            }
        }

        return work.GetAwaiter().GetResult();
    }

    private static FuzzResult ReadAll(FuzzTarget target, int seed, int count, Action<int> begin)
    {
        FuzzResult result = new(0, 0, TimeSpan.Zero, 0);
        for (int index = 0; index < count; index++)
        {
            byte[] input = Input(target, seed, index);
            begin(index);
            long start = Stopwatch.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();
            bool accepted = Read(target, seed, index, input);
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            if (bytes > AllocationLimit + (AllocationPerByte * input.Length))
            {
                throw Harm(target, seed, index, $"makes it allocate {bytes} bytes for {input.Length}", null);
            }

            result = new FuzzResult(
                result.Accepted + (accepted ? 1 : 0),
                result.Refused + (accepted ? 0 : 1),
                time > result.Slowest ? time : result.Slowest,
                Math.Max(bytes, result.MostBytes));
        }

        return result;
    }

    private static bool Read(FuzzTarget target, int seed, int index, byte[] input)
    {
        try
        {
            target.Read(input);
            return true;
        }
        catch (Exception refusal) when (refusal.GetType() == target.Refusal)
        {
            return false;
        }
        catch (Exception crash)
        {
            throw Harm(target, seed, index, $"gives {crash.GetType().Name}: {crash.Message}", crash);
        }
    }

    private static InvalidOperationException Harm(FuzzTarget target, int seed, int index, string what, Exception? cause) =>
        new($"{target.Name}, seed {seed}, input {index} {what}\n{Convert.ToBase64String(Input(target, seed, index))}", cause);
}
