using System.Diagnostics;
using System.Text.Json;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks;

/// <summary>A peer that stays, so that imports are not measured: one JSON object a line in, one a line out. It rests while it is not asked, if not at once.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process process;
    private readonly string script;

    /// <param name="python">The interpreter.</param>
    /// <param name="script">The peer's file.</param>
    /// <param name="threads">Threads of its BLAS and of everything else.</param>
    public PeerProcess(string python, string script, int threads)
        : this(python, [script, "--serve"], threads, managed: false)
    {
    }

    /// <param name="program">What to start.</param>
    /// <param name="arguments">With what.</param>
    /// <param name="threads">Threads of its BLAS, of .NET and of everything else.</param>
    /// <param name="managed">Whether this project's library has to do without a native BLAS there.</param>
    public PeerProcess(string program, string[] arguments, int threads, bool managed)
    {
        script = string.Join(' ', arguments);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var variable in (string[])["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "DOTNET_PROCESSOR_COUNT"])
            start.Environment[variable] = Invariant($"{threads}");
        if (managed)
            start.Environment["FEATURELEARNING_BLAS"] = "managed";
        process = Process.Start(start)!;
    }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="MissingException">The peer ended.</exception>
    public JsonElement Ask(object question)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(question));
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLine() ?? throw new MissingException($"{script} ended without an answer.");
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.Clone();
    }

    /// <summary>
    /// Waits until no thread of it runs any more. After an answer a BLAS' threads look for more work for some time (OpenBLAS' at least 40 ms here), and what is measured then has a processor less.
    /// </summary>
    /// <exception cref="InvalidOperationException">It did not come to rest within some seconds.</exception>
    public void AwaitRest()
    {
        var begin = Stopwatch.GetTimestamp();
        for (var (before, now) = (TimeSpan.MinValue, Processor()); now > before; (before, now) = (now, Processor()))
        {
            if (Stopwatch.GetElapsedTime(begin) > TimeSpan.FromSeconds(5))
                throw new InvalidOperationException($"{script} is not at rest while it is not asked.");
            Thread.Sleep(50); // the system counts in hundredths of a second
        }
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private TimeSpan Processor()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
