using System.Diagnostics;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Clients;

/// <summary>Jupyter's nbconvert with the kernels of one prefix; what it writes goes to one folder.</summary>
internal sealed class Nbconvert(string prefix, string folder)
{
    /// <summary>The notebook as it lies in the repository.</summary>
    public static string Committed(string name) => Path.Combine(WorkbookProcess.Repository, "notebooks", name + ".ipynb");

    /// <summary>Executes a committed notebook by the kernel that it asks for.</summary>
    public async Task<string> ExecuteAsync(string name)
    {
        await RunAsync("--to", "notebook", "--execute", Committed(name));
        return Path.Combine(folder, name + ".ipynb");
    }

    /// <summary>Writes notebooks as pages, without executing them.</summary>
    public async Task<string[]> ToHtmlAsync(params string[] notebooks)
    {
        await RunAsync(["--to", "html", .. notebooks]);
        return [.. notebooks.Select(notebook => Path.Combine(folder, Path.GetFileNameWithoutExtension(notebook) + ".html"))];
    }

    private async Task RunAsync(params string[] arguments)
    {
        string[] all = ["-m", "nbconvert", "--output-dir", folder, .. arguments];
        ProcessStartInfo start = JupyterComponents.Prepare(prefix, folder, all);
        start.Environment["WORKBOOK_PROFILE"] = "fast";
        SameBits.Ask(start);
        InteractiveTool.Quiet(start);
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync(start, minutes: 12);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
    }
}
