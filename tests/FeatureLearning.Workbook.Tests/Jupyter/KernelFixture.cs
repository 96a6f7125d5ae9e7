using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Jupyter;

/// <summary>The kernel, installed under a prefix of its own, under both of its names.</summary>
public sealed class KernelFixture : IAsyncLifetime, IDisposable
{
    /// <summary>What the committed notebooks ask for.</summary>
    public const string NotebooksName = ".net-csharp";

    private readonly TemporaryFolder folder = new();

    public string Prefix => folder.Path;

    public async Task InitializeAsync()
    {
        if (JupyterComponents.WhyMissing is null)
        {
            foreach (string[] name in (string[][])[[], ["--name", NotebooksName]])
            {
                var outcome = await WorkbookProcess.RunAsync(["kernel", "install", "--prefix", Prefix, "--python", JupyterComponents.Python, .. name]);
                Assert.True(outcome.ExitCode == 0, outcome.Errors);
            }
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();
}
