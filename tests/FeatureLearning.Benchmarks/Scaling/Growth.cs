using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks.Scaling;

/// <summary>How the time of a piece of work grows with one of its sizes, beside what counting its operations says.</summary>
/// <param name="Work">What it is.</param>
/// <param name="Variable">Which size grows.</param>
/// <param name="Sizes">Of it, ascending.</param>
/// <param name="Formula">The count of operations, up to a factor.</param>
/// <param name="Model">That count at a size.</param>
/// <param name="At">Prepares a size; what it returns is timed.</param>
internal sealed record Growth(string Work, string Variable, int[] Sizes, string Formula, Func<int, double> Model, Func<int, Action> At)
{
    /// <summary>Measurements of each size, the smallest of which counts.</summary>
    public const int Turns = 3;

    private const double SecondsOfATurn = 0.2;

    /// <summary>Measures, and writes one row; returns by how much the exponent between the two largest sizes is above the model's.</summary>
    public double Measure(StringBuilder table)
    {
        Console.Error.WriteLine($"  {Work}, {Variable}");
        double[] seconds = [.. Sizes.Select(size => Seconds(At(size)))];
        double[] measured = [.. Slopes(seconds)], expected = [.. Slopes([.. Sizes.Select(Model)])];
        table.Append(CultureInfo.InvariantCulture, $"| {Work} | {Variable} = {string.Join(", ", Sizes)} | {Formula} | {string.Join(", ", seconds.Select(Milliseconds))} ms ");
        table.Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", measured.Select(Exponent))} | {string.Join(", ", expected.Select(Exponent))} |\n");
        return measured[^1] - expected[^1];
    }

    private IEnumerable<double> Slopes(double[] values) =>
        Enumerable.Range(1, Sizes.Length - 1).Select(i => Math.Log(values[i] / values[i - 1]) / Math.Log((double)Sizes[i] / Sizes[i - 1]));

    // Processor time of this process, as other work on the machine does not count into it; the smallest of three.
    private static double Seconds(Action run)
    {
        run();
        var count = 1;
        while (Processor(run, count) < SecondsOfATurn)
            count *= 2;
        return Enumerable.Range(0, Turns).Min(_ => Processor(run, count)) / count;
    }

    private static double Processor(Action run, int count)
    {
        var begin = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < count; i++)
            run();
        return (Environment.CpuUsage.TotalTime - begin).TotalSeconds;
    }

    private static string Milliseconds(double seconds) => (1000 * seconds).ToString("G3", CultureInfo.InvariantCulture);

    private static string Exponent(double value) => Invariant($"{value:0.00}");
}
