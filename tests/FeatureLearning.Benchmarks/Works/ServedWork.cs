using System.Globalization;
using System.Text;
using FeatureLearning.Benchmarks.Served;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>
/// A work that both programs do in processes that stay: imports, just-in-time compilation and reading of data are not measured, as where one works in a notebook. One
/// thread and two each, set for both by the environment; in turn, each after the other has come to rest and one run that is not counted.
/// </summary>
/// <param name="name">The work, its task here and its peer's file.</param>
/// <param name="title">Heading.</param>
/// <param name="peerName">Who the peer is.</param>
/// <param name="cases">Sizes.</param>
internal sealed class ServedWork(string name, string title, string peerName, ServedCase[] cases) : IWork
{
    internal const double Tolerance = 1e-8;

    public string Name => name;

    public string Summary => title + ", warm processes, against " + peerName;

    /// <summary>Whether this project runs without a native BLAS, too: on one thread against the peer's with OpenBLAS.</summary>
    public bool WithManaged { get; init; } = true;

    public Report Run(Settings settings)
    {
        var python = Programs.Python(name);
        var text = new StringBuilder(Invariant($"# {title}\n\n"));
        text.Append(CultureInfo.InvariantCulture, $"Both programs stay in memory and do the whole work in turn, each when the other has come to rest, and once before it is measured; start, compilation and reading of data are not measured. Peer: {peerName}.\n\n");
        text.Append("| size | ours | threads | ours, s | peer, s | ratio, median (min–max) | of processor time | to reach | answers differ by |\n|---|---|---|---|---|---|---|---|---|\n");
        var agree = true;
        foreach (var size in cases)
        {
            using var folder = new ServedData(size);
            foreach (var (threads, managed) in (List<(int, bool)>)[(1, false), (2, false), .. WithManaged ? [(1, true)] : (List<(int, bool)>)[]])
            {
                var row = Measure(size, folder.Folder, threads, managed, python.Program, settings.Repetitions, out var difference);
                Console.Error.WriteLine("  " + row);
                text.Append(row).Append('\n');
                agree &= difference <= Tolerance;
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"\nAnswers {(agree ? "agree" : "DO NOT AGREE")} to {Tolerance:0e0} of the largest number of each.\n\n");
        return new Report(name, text.ToString(), python.Versions, agree);
    }

    private string Measure(ServedCase size, ServedFolder folder, int threads, bool managed, string python, int repetitions, out double difference)
    {
        var measured = ServedMeasurement.Of(name, size, folder, threads, managed, python, repetitions);
        difference = measured.Difference;
        return Invariant($"| {size.Label} | {(managed ? "managed" : "native BLAS")} | {threads} | {Spread.Of(measured.Ours).Median:0.0000} | {Spread.Of(measured.Theirs).Median:0.0000} ")
            + Invariant($"| {Spread.Of(measured.Ratios)} | {Spread.Of(measured.ProcessorRatios).Median:0.0} | {(managed ? 0.7 : size.Factor)} | {difference:0.0e0} |");
    }
}
