using System.Diagnostics;
using System.Globalization;
using System.Text;
using FeatureLearning.Benchmarks.Works;
using FeatureLearning.Numerics;

namespace FeatureLearning.Benchmarks.Peaks;

/// <summary>
/// What the machine can do on one thread, measured: products of the best linear algebra and of <see cref="PanelTile"/> in cache, and a copy that no cache holds. To hold achieved rates against.
/// </summary>
internal static class PeaksCommand
{
    private const string Usage = "peaks [--store]\nMeasures this machine's peak rates of products and of copies on one thread.";

    private const int Turns = 9, Order = 2000, Depth = 256;

    /// <summary>Exit code 0; 2 for a bad call.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is not ([] or ["--store"]))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        using var oneThread = LinearAlgebra.Best.LimitThreads(1);
        var text = new StringBuilder("# Peaks of the machine, one thread\n\n| what | rate, median (min–max) |\n|---|---|\n");
        Row(text, $"product {Order} × {Order} × {Order}, float64, {LinearAlgebra.Best.Name}", "GFLOP/s", Library());
        Row(text, "`PanelTile`, float64, operands in cache", "GFLOP/s", Tile<double>());
        Row(text, "`PanelTile`, float32, operands in cache", "GFLOP/s", Tile<float>());
        Row(text, "copy of 512 MB, read and written", "GB/s", Copy());
        text.Append('\n');
        var report = new Report("peaks", text.ToString(), LinearAlgebra.Best.Name, Agrees: true);
        Console.Write(report.Complete(Turns));
        if (arguments is ["--store"])
            report.Keep(Turns);
        return 0;
    }

    private static void Row(StringBuilder text, string what, string unit, IEnumerable<double> rates) =>
        text.Append(CultureInfo.InvariantCulture, $"| {what} | {Spread.Of(rates)} {unit} |\n");

    private static double[] Library()
    {
        var routines = DenseRoutines.Of(LinearAlgebra.Best);
        double[] a = Numbers(Order * Order), b = Numbers(Order * Order), c = new double[Order * Order];
        return Rates(2e-9 * Order * Order * Order, 1, () => routines.Multiply(false, false, Order, Order, Order, 1, a, b, 0, c));
    }

    private static unsafe double[] Tile<T>()
        where T : unmanaged
    {
        const int Calls = 20000;
        var columns = PanelTile.Bytes / sizeof(T);
        PinnedBuffer<T> a = new(Depth * PanelTile.Rows), b = new(Depth * columns), c = new(PanelTile.Rows * columns);
        return Rates(2e-9 * Depth * PanelTile.Rows * columns * Calls, 1, () =>
        {
            for (var call = 0; call < Calls; call++)
                PanelTile.Multiply(Depth, a.Start, b.Start, c.Start);
        });
    }

    private static double[] Copy()
    {
        double[] from = Numbers(64_000_000), to = new double[from.Length];
        return Rates(2 * 8e-9 * from.Length, 1, () => from.AsSpan().CopyTo(to));
    }

    private static double[] Rates(double work, int warmup, Action run)
    {
        for (var turn = 0; turn < warmup; turn++)
            run();
        return [.. Enumerable.Range(0, Turns).Select(_ =>
        {
            var begin = Stopwatch.GetTimestamp();
            run();
            return work / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        })];
    }

    private static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => 1.0 / (i + 1))];
}
