using System.Runtime.InteropServices;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks;

/// <summary>What a work found.</summary>
/// <param name="Name">For its file in <c>results/</c>.</param>
/// <param name="Text">Markdown.</param>
/// <param name="Versions">Of the peer.</param>
/// <param name="Agrees">Whether both programs computed the same.</param>
internal sealed record Report(string Name, string Text, string Versions, bool Agrees)
{
    /// <summary>The text with date, machine and versions below.</summary>
    public string Complete(int repetitions) =>
        Text + Invariant($"* {DateTime.UtcNow:yyyy-MM-dd HH:mm}, {repetitions} repetitions{Load()}\n* {Machine()}\n")
        + Invariant($"* {RuntimeInformation.FrameworkDescription}; {Versions}\n");

    /// <summary>Puts it into <c>results/</c>, beside what was measured on the same day before.</summary>
    public void Keep(int repetitions)
    {
        var folder = Path.Combine(Programs.Repository, "tests", "FeatureLearning.Benchmarks", "results");
        Directory.CreateDirectory(folder);
        var first = Path.Combine(folder, Invariant($"{DateTime.UtcNow:yyyy-MM-dd}-{Name}"));
        var occasions = Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? first + ".md" : Invariant($"{first}-{i}.md"));
        File.WriteAllText(occasions.First(file => !File.Exists(file)), Complete(repetitions));
    }

    /// <summary>What else the machine was doing, on Linux.</summary>
    private static string Load() =>
        File.Exists("/proc/loadavg") ? $"; load average afterwards {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "";

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        model ??= RuntimeInformation.ProcessArchitecture.ToString();
        return Invariant($"{model}, {Environment.ProcessorCount} cores, {memory:0} GiB, {RuntimeInformation.OSDescription}");
    }
}
