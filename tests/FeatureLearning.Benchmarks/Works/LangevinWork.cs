using System.Globalization;
using System.Text;
using FeatureLearning.Networks;
using FeatureLearning.Sampling;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>Full-batch Langevin steps a second, fresh normals in each, one chain, against PyTorch.</summary>
internal sealed class LangevinWork : IWork
{
    private static readonly (int D, int N, int P)[] Sizes = [(100, 500, 100), (784, 1000, 500), (200, 2000, 200)];

    public string Name => "langevin";

    public string Summary => "Langevin steps a second of one chain, three sizes, float64 and float32, one and two threads, against PyTorch";

    public Report Run(Settings settings)
    {
        var python = Programs.Python("langevin");
        var text = new StringBuilder("# Langevin: steps a second of one chain, against PyTorch\n\n");
        text.Append("Full batch, all weights, fresh normals in each step; both measured in turn, in one run. Ratio: ours over PyTorch's, each of one turn.\n\n");
        text.Append("| (D, N, P) | network | numbers | threads | ours, steps/s | PyTorch, steps/s | ratio, median (min–max) | one step differs by |\n");
        text.Append("|---|---|---|---|---|---|---|---|\n");
        var agree = true;
        foreach (var threads in (int[])[1, 2])
        {
            using var peer = new PeerProcess(python.Program, Programs.Peer("langevin"), threads);
            foreach (var precision in Enum.GetValues<Precision>())
            {
                foreach (var size in Sizes)
                {
                    foreach (var activation in (Activation[])[Activation.Linear, Activation.Erf, Activation.Relu])
                    {
                        using var chain = new LangevinCase(size.D, size.N, size.P, activation, precision, threads, peer);
                        var row = Measure(chain, settings.Repetitions, out var agrees);
                        var what = Invariant($"({size.D}, {size.N}, {size.P}) | {activation} | {Bits(precision)} | {threads} |").ToLowerInvariant();
                        Console.Error.WriteLine($"  {what} {row}");
                        text.Append(CultureInfo.InvariantCulture, $"| {what} {row} |\n");
                        agree &= agrees;
                    }
                }
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"\nOne step without noise {(agree ? "agrees" : "DOES NOT AGREE")} to 1e-10 (float64) and 2e-6 (float32) of its largest entry.\n\n");
        return new Report(Name, text.ToString(), python.Versions, agree);
    }

    private static string Measure(LangevinCase chain, int repetitions, out bool agrees)
    {
        var difference = chain.Difference();
        agrees = difference <= chain.Tolerance;
        chain.Ours();
        chain.Theirs();
        List<double> ours = [], theirs = [];
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            ours.Add(chain.Ours());
            theirs.Add(chain.Theirs());
        }

        var ratio = Spread.Of(ours.Zip(theirs, (a, b) => a / b));
        return Invariant($"{Spread.Of(ours).Median:0} | {Spread.Of(theirs).Median:0} | {ratio} | {difference:0.0e0}");
    }

    private static string Bits(Precision precision) => precision == Precision.Binary32 ? "float32" : "float64";
}
