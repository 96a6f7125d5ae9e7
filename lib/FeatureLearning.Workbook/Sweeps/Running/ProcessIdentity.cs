using System.Globalization;
using System.Text.Json;

namespace FeatureLearning.Workbook.Sweeps.Running;

/// <summary>Who holds a claim, precisely enough to tell on the same machine whether that process still lives.</summary>
/// <param name="Host">The machine's name, for people.</param>
/// <param name="Machine">The running system and its process-id namespace, so that a container is not taken for its host; empty off Linux.</param>
/// <param name="Process">The process id.</param>
/// <param name="Started">When it started in the system's own ticks: process ids come again.</param>
internal sealed record ProcessIdentity(string Host, string Machine, int Process, string Started)
{
    private const int StartField = 22;

    public static ProcessIdentity Own { get; } = new(Environment.MachineName, OwnMachine(), Environment.ProcessId, StartOf(Environment.ProcessId) ?? "");

    /// <summary>True if it is certain that the process has ended; false if it lives, or runs where that cannot be seen.</summary>
    public bool HasEnded => Machine.Length > 0 && Machine == Own.Machine && StartOf(Process) != Started;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SweepFolder.Files);

    /// <summary>Null for half-written text.</summary>
    public static ProcessIdentity? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessIdentity>(text, SweepFolder.Files);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string OwnMachine()
    {
        const string Boot = "/proc/sys/kernel/random/boot_id", Namespace = "/proc/self/ns/pid";
        try
        {
            return File.Exists(Boot) && new FileInfo(Namespace).LinkTarget is { } pids ? $"{File.ReadAllText(Boot).Trim()} {pids}" : "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // Field 22 of /proc/PID/stat; the second field is a name in parentheses that may hold anything. A zombie has ended.
    private static string? StartOf(int process)
    {
        try
        {
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[StartField - 3];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
