using System.Diagnostics;
using System.Globalization;
using System.Text;
using FeatureLearning.Numerics;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks.Scaling;

/// <summary>How a round of the single-neuron theory grows with particles, points and dimensions, and how much memory the theory takes.</summary>
internal static class ScalingCommand
{
    private const string Usage =
        "scaling [--store]\nTimes one round of the single-neuron theory (erf) at growing sizes and measures peak memory at P = 1000, D = 500.";

    private const int Repetitions = 3;

    /// <summary>Exit code 0; 1 where a measured exponent is above the model's by more than 0.15 or memory is above 2 GiB; 2 for a bad call.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is ["--memory"])
        {
            Console.WriteLine(new RoundCase(512, 1000, 500).PeakMebibytes());
            return 0;
        }

        if (arguments is not ([] or ["--store"]))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var text = new StringBuilder("# Single-neuron theory, erf: one round, one thread\n\nA round costs O(M P (r + P)), r = min(P, D): four kicks of M particles in the row space of the inputs, and the averages. ");
        text.Append("Processor time, difference of a long and a short run; exponents between neighbouring rows, measured and of M P (r + P). Smaller sizes have a smaller exponent, since what is done once a particle and point (erf, its derivative) still counts.\n\n");
        text.Append("| M | P | D | time a round | exponent | of the model | M P (r + P)/s |\n|---|---|---|---|---|---|---|\n");
        var worst = Sweep(text, "M", [500, 1000, 2000, 4000], m => new(m, 250, 100));
        worst = Math.Max(worst, Sweep(text, "P", [125, 250, 500, 1000], p => new(1024, p, 100)));
        worst = Math.Max(worst, Sweep(text, "D", [125, 250, 500, 1000], d => new(1024, 250, d)));
        Sweep(text, "", [500], p => new(4000, p, 200));
        var memory = Memory();
        text.Append(CultureInfo.InvariantCulture, $"\nLargest excess of an exponent over the model's: {worst:0.00}\n\n");
        text.Append("Peak memory of a whole process at P = 1000, D = 500, 512 particles, 4 replicas, all snapshots kept, with the collector's setting of the ");
        text.Append(CultureInfo.InvariantCulture, $"command: {memory:0} MiB\n\n");
        var report = new Report("scaling", text.ToString(), LinearAlgebra.Best.Name, Agrees: true);
        Console.Write(report.Complete(Repetitions));
        if (arguments is ["--store"])
            report.Keep(Repetitions);

        return worst < 0.15 && memory < 2048 ? 0 : 1;
    }

    private static double Sweep(StringBuilder text, string name, int[] sizes, Func<int, RoundCase> at)
    {
        (int Size, double Seconds, double Model)? last = null;
        var worst = double.NegativeInfinity;
        foreach (var size in sizes)
        {
            var one = at(size);
            Console.Error.WriteLine(Invariant($"  {one}"));
            var seconds = one.SecondsPerRound(rounds: (int)Math.Clamp(2e9 / one.Model, 4, 60), Repetitions);
            string measured = "", expected = "";
            if (last is { } before)
            {
                double ratio = Math.Log((double)size / before.Size), m = Math.Log(seconds / before.Seconds) / ratio, e = Math.Log(one.Model / before.Model) / ratio;
                (measured, expected, worst) = (Invariant($"{name}^{m:0.00}"), Invariant($"{e:0.00}"), Math.Max(worst, m - e));
            }

            text.Append(CultureInfo.InvariantCulture,
                $"| {one.Particles} | {one.Points} | {one.Dimension} | {1000 * seconds:0.0} ms | {measured} | {expected} | {one.Model / seconds:0.0e+0} |\n");
            last = (size, seconds, one.Model);
        }

        return worst;
    }

    // In a process of its own, or the sweeps before would count.
    private static double Memory()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(ScalingCommand).Assembly.Location);
        start.Environment["DOTNET_GCConserveMemory"] = "5"; // as the command has it
        start.ArgumentList.Add("scaling");
        start.ArgumentList.Add("--memory");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(output, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
