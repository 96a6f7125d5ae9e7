using FeatureLearning.Workbook.Engine;

namespace FeatureLearning.Workbook.Run;

/// <summary>Starts engines, each one notebook ahead of its use.</summary>
internal sealed class EngineSupply(RunOptions options) : IAsyncDisposable
{
    private readonly Dictionary<int, EngineProcess> waiting = [];

    /// <summary>A notebook's engine, from now on the caller's to dispose; the next notebook's engine starts to warm up.</summary>
    public EngineProcess Take(int index)
    {
        if (!waiting.Remove(index, out EngineProcess? engine))
        {
            engine = Start(index);
        }

        if (index + 1 < options.Notebooks.Length)
        {
            waiting[index + 1] = Start(index + 1);
        }

        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (EngineProcess engine in waiting.Values)
        {
            engine.Kill();
            await engine.DisposeAsync().ConfigureAwait(false);
        }
    }

    private EngineProcess Start(int index) => EngineProcess.Start(
        options.Notebooks[index].Directory,
        new Dictionary<string, string> { [Profile.Variable] = options.Profile.Name });
}
