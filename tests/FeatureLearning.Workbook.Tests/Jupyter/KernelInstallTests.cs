using System.Text.Json;
using FeatureLearning.Workbook.Jupyter;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Jupyter;

/// <summary><c>workbook kernel install</c> and <c>uninstall</c>: where the kernel lands, and what is left alone.</summary>
public sealed class KernelInstallTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [JupyterFact]
    public async Task It_is_registered_for_the_user_found_by_jupyter_and_taken_away()
    {
        var start = WorkbookProcess.Prepare(folder.Path, "kernel", "install", "--python", JupyterComponents.Python);
        start.Environment["JUPYTER_DATA_DIR"] = folder.File("data");
        var outcome = await WorkbookProcess.RunAsync(start);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Contains("workbook kernel install --name .net-csharp", outcome.Output, StringComparison.Ordinal);
        JsonElement specification = JsonDocument.Parse(File.ReadAllText(folder.File("data/kernels/csharp-workbook/kernel.json"))).RootElement;
        Assert.Equal(".NET (C#, workbook)", specification.GetProperty("display_name").GetString());
        var list = JupyterComponents.Prepare(folder.Path, folder.Path, "-m", "jupyter_client.kernelspecapp", "list", "--json");
        list.Environment["JUPYTER_DATA_DIR"] = folder.File("data");
        Assert.Contains("\"csharp-workbook\"", (await WorkbookProcess.RunAsync(list)).Output, StringComparison.Ordinal);
        start = WorkbookProcess.Prepare(folder.Path, "kernel", "uninstall");
        start.Environment["JUPYTER_DATA_DIR"] = folder.File("data");
        Assert.Equal(0, (await WorkbookProcess.RunAsync(start)).ExitCode);
        Assert.False(Directory.Exists(folder.File("data/kernels/csharp-workbook")));
        Assert.Equal(2, (await WorkbookProcess.RunAsync("kernel", "uninstall", "--prefix", folder.Path)).ExitCode);
    }

    [Fact]
    public async Task A_kernel_of_another_program_is_left_alone_and_misuse_is_one_line()
    {
        string foreign = folder.Write("share/jupyter/kernels/.net-csharp/kernel.json", "{}");
        foreach (string[] bad in (string[][])
            [["install", "--name", ".net-csharp"], ["uninstall", "--name", ".net-csharp"], ["install", "--name", "../x"], ["install", "--name", "a b"],
                ["uninstall", "--name", "none"], ["install", "--user"], ["install", "--python", folder.Path]])
        {
            var outcome = await WorkbookProcess.RunAsync(["kernel", .. bad, "--prefix", folder.Path]);
            Assert.Equal(2, outcome.ExitCode);
            Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
        }

        Assert.Equal("{}", File.ReadAllText(foreign));
        Assert.Single(Directory.GetFileSystemEntries(folder.File("share/jupyter/kernels")));
    }

    [Fact]
    public void An_older_installation_of_ours_is_replaced()
    {
        folder.Write("x/" + KernelInstaller.Program, "old");
        KernelInstaller.Install(folder.Path, "x", "/usr/bin/python3");
        Assert.Contains("WorkbookKernel", File.ReadAllText(folder.File("x/" + KernelInstaller.Program)), StringComparison.Ordinal);
    }
}
