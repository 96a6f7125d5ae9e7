using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Tests.Engine;

/// <summary>One engine for a class of tests: cells of a session see each other, and starting costs a second.</summary>
public sealed class EngineFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private EngineProcess? engine;
    private CellExecutor? executor;
    private int cell;

    internal string Folder => folder.Path;

    public Task InitializeAsync()
    {
        engine = EngineProcess.Start(folder.Path, new Dictionary<string, string> { ["LC_ALL"] = "de_DE.UTF-8" });
        executor = new CellExecutor(engine);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await engine!.DisposeAsync();

    public void Dispose() => folder.Dispose();

    internal Task<CellResult> RunAsync(string code) => executor!.RunAsync(++cell, code, TimeSpan.FromSeconds(60), CancellationToken.None);

    /// <summary>The one result's plain text.</summary>
    internal async Task<string> ValueAsync(string code)
    {
        CellResult result = await RunAsync(code);
        Assert.True(result.Status == CellStatus.Succeeded, result.Error?.Message);
        return Assert.IsType<BundleOutput>(result.Outputs[^1]).Data["text/plain"];
    }

    /// <summary>The last output's HTML.</summary>
    internal async Task<string> HtmlAsync(string code)
    {
        CellResult result = await RunAsync(code);
        Assert.True(result.Status == CellStatus.Succeeded, result.Error?.Message);
        return Assert.IsType<BundleOutput>(result.Outputs[^1]).Data["text/html"];
    }

    internal async Task<ErrorOutput> ErrorAsync(string code)
    {
        CellResult result = await RunAsync(code);
        Assert.Equal(CellStatus.Failed, result.Status);
        return result.Error!;
    }
}
