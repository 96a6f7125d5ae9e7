using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Tests.Run;

/// <summary>Appendices: notebooks that need what is not everywhere, and are left out, with the reason, where it is missing.</summary>
public sealed class AppendixTests : IDisposable
{
    private const string Missing = "#r \"nuget: No.Such.Package.Of.Anyone, 1.0.0\"";
    private const string Reason = "the package 'No.Such.Package.Of.Anyone, 1.0.0' cannot be restored";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_appendix_whose_package_cannot_be_restored_is_reported_as_skipped_and_the_run_succeeds()
    {
        string first = folder.WriteCells("01-a.dib", "1"), appendix = folder.WriteCells("appendix-b.dib", Missing, "Console.WriteLine(\"never\")");
        string last = folder.WriteCells("c.dib", "40 + 2");
        WorkbookProcess.Outcome outcome = await RunAsync(first, appendix, last, "--update");
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Errors);
        Assert.Contains($"appendix-b: skipped ({Reason}", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("appendix-b: ok", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("c: ok", outcome.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("appendix-b.ipynb")), "what was left out is not beside its source");
        Assert.All(NotebookFile.Read(folder.File("out/appendix-b.ipynb")).Cells, cell => Assert.True(cell.Outputs.IsEmpty && cell.ExecutionCount is null));
        string index = File.ReadAllText(folder.File("out/report/index.html")), page = File.ReadAllText(folder.File("out/report/appendix-b.html"));
        Assert.Contains("2 of 2 ran through, 1 skipped", index, StringComparison.Ordinal);
        Assert.Contains("skipped: the package &#39;No.Such.Package.Of.Anyone, 1.0.0&#39; cannot be restored", index, StringComparison.Ordinal);
        Assert.Contains("This notebook was skipped: the package &#39;No.Such.Package.Of.Anyone, 1.0.0&#39; cannot be restored", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_needs_and_nobody_has_built_is_a_reason_too()
    {
        string appendix = folder.WriteCells("notebooks/appendix-b.dib", "#r \"../lib/bin/FeatureLearning.PlotlyNet.dll\"");
        WorkbookProcess.Outcome outcome = await RunAsync(appendix);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Errors);
        Assert.Contains("is not there; build it with: dotnet build -c Release FeatureLearning.Notebooks.sln)", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b.dib", Missing)]
    [InlineData("appendix-begun.dib", "1", Missing)]
    [InlineData("appendix-wrong.dib", "throw new Exception()")]
    public async Task Any_other_notebook_and_an_appendix_that_has_begun_fail(string name, params string[] cells) =>
        Assert.Equal(1, (await RunAsync(folder.WriteCells(name, cells))).ExitCode);

    private Task<WorkbookProcess.Outcome> RunAsync(params string[] arguments) =>
        WorkbookProcess.RunAsync(["run", .. arguments, "--out", folder.File("out")]);
}
