using System.Diagnostics;
using System.Text.Json;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks;

/// <summary>A peer that stays, so that imports are not measured: one JSON object a line in, one a line out. While it is not asked it does nothing.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process process;
    private readonly string script;

    /// <param name="python">The interpreter.</param>
    /// <param name="script">The peer's file.</param>
    /// <param name="threads">Threads of its BLAS and of everything else.</param>
    public PeerProcess(string python, string script, int threads)
    {
        this.script = script;
        var start = new ProcessStartInfo(python, [script, "--serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var variable in (string[])["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"])
            start.Environment[variable] = Invariant($"{threads}");
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

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
