using System.Diagnostics;
using System.Text.Json.Nodes;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Clients;

/// <summary>The tool's Jupyter kernels, installed by the tool under a prefix of their own.</summary>
public sealed class InteractiveKernelFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Prefix => folder.Path;

    public async Task InitializeAsync()
    {
        if (InteractiveTool.WhyMissing is not null)
        {
            return;
        }

        string kernels = folder.File("share/jupyter/kernels");
        Directory.CreateDirectory(kernels);
        ProcessStartInfo install = InteractiveTool.Prepare(WorkbookProcess.Repository, "jupyter", "install", "--path", kernels);
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync(install);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        // Without it the kernel listens on every interface. What it starts, 'dotnet interactive', is the manifest's tool in the
        // notebooks' folder.
        string specification = Path.Combine(kernels, ".net-csharp", "kernel.json");
        JsonNode kernel = JsonNode.Parse(File.ReadAllText(specification))!;
        kernel["argv"]!.AsArray().Add("--http-local-only");
        File.WriteAllText(specification, kernel.ToJsonString());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();
}
