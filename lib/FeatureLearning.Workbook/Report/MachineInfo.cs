using System.Runtime.InteropServices;

namespace FeatureLearning.Workbook.Report;

/// <summary>The machine in one line: times in the report mean little without it.</summary>
internal static class MachineInfo
{
    public static string Describe()
    {
        double gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        string processor = Processor() is { } name ? name + ", " : "";
        string system = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        return RunWords.Text($"{processor}{Environment.ProcessorCount} cores, {gigabytes:0} GiB, {system}");
    }

    private static string? Processor()
    {
        const string File = "/proc/cpuinfo";
        try
        {
            string? line = System.IO.File.Exists(File)
                ? System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
                : null;
            return line?.Split(':', 2) is [_, var name] ? name.Trim() : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
