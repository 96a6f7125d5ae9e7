using System.Diagnostics;
using FeatureLearning.Benchmarks.Served;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>A served work, measured in turn with its peer.</summary>
/// <param name="Ours">Wall time of this project's turns, s.</param>
/// <param name="Theirs">Of the peer's, s.</param>
/// <param name="ProcessorRatios">The peer's processor time over ours, turn by turn.</param>
/// <param name="Difference">Largest difference of the answers, relative to the largest number of each.</param>
internal sealed record ServedMeasurement(double[] Ours, double[] Theirs, double[] ProcessorRatios, double Difference)
{
    /// <summary>The peer's wall time over ours, turn by turn.</summary>
    public double[] Ratios => [.. Theirs.Zip(Ours, (theirs, ours) => theirs / ours)];

    /// <param name="work">The work's name here, and its peer's.</param>
    /// <param name="size">The case.</param>
    /// <param name="folder">Its data.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="managed">Whether we have to do without a native BLAS.</param>
    /// <param name="python">The peer's interpreter.</param>
    /// <param name="turns">Measurements of each.</param>
    public static ServedMeasurement Of(string work, ServedCase size, ServedFolder folder, int threads, bool managed, string python, int turns)
    {
        using var peer = new PeerProcess(python, [Programs.Peer(work), "--serve"], threads, managed: false);
        using var us = new PeerProcess(Environment.ProcessPath!, ["serve", work], threads, managed);
        foreach (var program in (PeerProcess[])[us, peer])
        {
            program.Ask(size.Question(folder.Path));
            Warm(program);
        }

        double[] ours = new double[turns], theirs = new double[turns], processor = new double[turns];
        for (var turn = 0; turn < turns; turn++)
        {
            var (mine, myProcessor) = Turn(us, after: peer);
            var (other, otherProcessor) = Turn(peer, after: us);
            (ours[turn], theirs[turn]) = (mine, other * size.PeerShare);
            processor[turn] = otherProcessor * size.PeerShare / myProcessor;
        }

        var names = us.Ask(new { answer = true }).GetProperty("names").EnumerateArray().Select(key => key.GetString()!).ToArray();
        peer.Ask(new { answer = true });
        return new ServedMeasurement(ours, theirs, processor, names.Max(key => folder.Difference(key + ".ours", key + ".peer")));
    }

    // With the processors to itself, and a run before that is not counted: threads that slept, and caches that the other program filled, are no part of the work.
    private static (double Wall, double Processor) Turn(PeerProcess program, PeerProcess after)
    {
        after.AwaitRest();
        program.Ask(new { run = true });
        return ServedCase.Seconds(program.Ask(new { run = true }));
    }

    // Until what is slow at first is over, in both: pages, frequencies, code that the just-in-time compiler optimises only after many calls and in the background.
    private static void Warm(PeerProcess program)
    {
        const int AtLeast = 2;
        for (var (run, begin) = (0, Stopwatch.GetTimestamp()); run < AtLeast || Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(3); run++)
            program.Ask(new { run = true });
    }
}
