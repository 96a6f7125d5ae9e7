using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace FeatureLearning.Benchmarks;

/// <summary>One run of a program.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
/// <param name="Seconds">Wall time from its start to its end.</param>
/// <param name="PeakMebibytes">Its largest resident memory; null where GNU time is missing.</param>
internal sealed record TimedProcess(int ExitCode, string Output, string Errors, double Seconds, double? PeakMebibytes)
{
    // GNU time asks the kernel for the largest resident set; it costs about a millisecond, the same for both programs.
    private const string GnuTime = "/usr/bin/time";

    /// <summary>Runs a program to its end; null when there is no such program.</summary>
    public static TimedProcess? TryRun(string program, IEnumerable<string> arguments)
    {
        var memory = File.Exists(GnuTime) ? Path.GetTempFileName() : null;
        try
        {
            string[] command = [.. memory is null ? Array.Empty<string>() : [GnuTime, "-f", "%M", "-o", memory], program, .. arguments];
            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
            var begin = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            return new TimedProcess(process.ExitCode, output, errors.Result, seconds, Peak(memory));
        }
        catch (Win32Exception)
        {
            return null;
        }
        finally
        {
            if (memory is not null)
                File.Delete(memory);
        }
    }

    private static double? Peak(string? file) =>
        file is not null && double.TryParse(File.ReadLines(file).LastOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes / 1024
            : null;
}
