using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Tests.Notebooks;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Clients;

/// <summary>
/// Plotly.NET 6 cannot load in the tool, which carries an older FSharp.Core than it wants. When that changes, these tests fail:
/// then the appendix belongs among the notebooks that run there, and notebooks may depend on Plotly.NET.
/// </summary>
public sealed class PlotlyNetInToolTests
{
    private const string Wanted = "FSharp.Core, Version=10.1.0.0";

    [InteractiveRestoreFact]
    public async Task A_chart_of_Plotly_NET_6_asks_for_an_FSharp_Core_that_the_tool_has_not()
    {
        await using StdioTool tool = await StdioTool.StartAsync();
        Assert.Null(StdioTool.FailureOf(await tool.SubmitAsync("#r \"nuget: Plotly.NET.CSharp, 0.14.0\"")));
        string? failure = StdioTool.FailureOf(await tool.SubmitAsync(
            "Plotly.NET.CSharp.Chart.Line<int, int, string>(x: new[] { 1, 2 }, y: new[] { 1, 2 })"));
        Assert.Contains(Wanted, failure, StringComparison.Ordinal);
    }

    [InteractiveRestoreFact]
    public async Task So_does_the_appendix()
    {
        foreach (string appendix in WorkbookFixture.Appendices)
        {
            await using StdioTool tool = await StdioTool.StartAsync();
            string? failure = null;
            foreach (Cell cell in NotebookFile.Read(appendix).Cells.Where(cell => cell.IsCode && failure is null))
            {
                failure = StdioTool.FailureOf(await tool.SubmitAsync(cell.Source));
            }

            Assert.Contains(Wanted, failure, StringComparison.Ordinal);
        }
    }
}
