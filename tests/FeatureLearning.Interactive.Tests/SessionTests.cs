using FeatureLearning.Interactive.Engine;
using FeatureLearning.Plotly;
using FeatureLearning.Workbook.Engine;

namespace FeatureLearning.Interactive.Tests;

/// <summary>Cells in .NET Interactive's own kernel: how our types show themselves there, and what the command is told.</summary>
public sealed class SessionTests : IAsyncLifetime, IDisposable
{
    private static readonly string Plotly = typeof(Figure).Assembly.Location;

    private readonly InteractiveSession session = new(Path.GetTempPath());
    private readonly List<EngineEvent> events = [];
    private int id;

    public async Task InitializeAsync()
    {
        await session.StartAsync();
        Assert.Null(await RunAsync($"#r \"{Plotly}\"\nusing FeatureLearning.Plotly;"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task A_figure_is_shown_in_every_preferred_format()
    {
        Assert.Null(await RunAsync("Figure.New(\"f\").Line([1, 2], [0.1, 0.2], Series.Exact)"));
        ResultEvent result = Assert.IsType<ResultEvent>(Assert.Single(events));
        Assert.Equal(["application/vnd.plotly.v1+json", "text/html", "text/plain"], result.Data.Keys);
        Figure same = Figure.New("f").Line([1, 2], [0.1, 0.2], Series.Exact);
        Assert.Equal(same.ToJson(), result.Data["application/vnd.plotly.v1+json"]);
        Assert.Equal(same.ToHtml(), result.Data["text/html"]);
        Assert.Equal(same.ToString(), result.Data["text/plain"]);
    }

    [Theory]
    [InlineData("Table.New(\"a\").Row(1)", "<table")]
    [InlineData("new StatementTable().Add(\"a\", \"b\", \"c\", true)", "data-holds=\"true\"")]
    public async Task A_table_is_shown_as_html_and_as_text(string code, string expected)
    {
        Assert.Null(await RunAsync(code));
        ResultEvent result = Assert.IsType<ResultEvent>(Assert.Single(events));
        Assert.Equal(["text/html", "text/plain"], result.Data.Keys);
        Assert.Contains(expected, result.Data["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_within_a_list_is_shown_as_html()
    {
        Assert.Null(await RunAsync("new[] { Figure.New(\"in a list\") }"));
        Assert.Contains("fl-figure", Assert.IsType<ResultEvent>(Assert.Single(events)).Data["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_displayed_and_printed_comes_in_order()
    {
        Assert.Null(await RunAsync("display(Table.New(\"a\")); Console.Write(\"out\"); Console.Error.Write(\"err\"); 42"));
        Assert.Contains(events, told => told is StreamEvent { Name: "stdout", Text: "out" });
        Assert.Contains(events, told => told is StreamEvent { Name: "stderr", Text: "err" });
        Assert.IsType<DisplayEvent>(events[0]);
        Assert.Contains("42", Assert.IsType<ResultEvent>(events[^1]).Data.Values.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cells_see_each_other_and_what_failed_half_way_stays()
    {
        Assert.Null(await RunAsync("int kept = 6;"));
        Assert.Equal("InvalidOperationException", (await RunAsync("kept = 7;\nthrow new InvalidOperationException(\"the reason\");"))!.Name);
        Assert.Null(await RunAsync("kept * 6"));
        Assert.Contains("42", Assert.IsType<ResultEvent>(events[^1]).Data.Values.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compiler_error_names_its_line()
    {
        CellFault fault = (await RunAsync("int a = 1;\nint b = nobody;"))!;
        Assert.Equal(("CompilationError", 2, "int b = nobody;"), (fault.Name, fault.Line, fault.Source));
        Assert.StartsWith("CS0103", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_that_does_not_hold_fails_the_cell() => Assert.Equal(
        "StatementException", (await RunAsync("new StatementTable().Add(\"a\", \"b\", \"c\", false).Verify()"))!.Name);

    [Fact]
    public async Task A_package_that_cannot_be_restored_is_named()
    {
        CellFault fault = (await RunAsync("1.ToString();\n#r \"nuget: No.Such.Package.Of.Anyone, 1.0.0\""))!;
        Assert.Equal((CellFault.Package, 2), (fault.Name, fault.Line));
        Assert.Contains("'No.Such.Package.Of.Anyone, 1.0.0' cannot be restored", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plotly_nets_extension_shows_its_charts()
    {
        Assert.Null(await RunAsync("#r \"nuget: Plotly.NET.Interactive, 5.0.0\"\nPlotly.NET.Chart2D.Chart.Point<double, double, string>(x: [1.5], y: [2.5])"));
        ResultEvent result = Assert.IsType<ResultEvent>(Assert.Single(events));
        Assert.Contains("Plotly.newPlot", result.Data["text/html"], StringComparison.Ordinal);
    }

    private Task<CellFault?> RunAsync(string code)
    {
        events.Clear();
        return session.RunAsync(new ExecuteRequest(++id, id, code), events.Add, CancellationToken.None);
    }
}
