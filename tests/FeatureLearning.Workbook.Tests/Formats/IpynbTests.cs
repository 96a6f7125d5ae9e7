using System.Collections.Immutable;
using System.Text.Json;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Formats;

/// <summary>nbformat 4.5, as written and as read from others.</summary>
public sealed class IpynbTests
{
    private static readonly ImmutableSortedDictionary<string, string> Figure = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, string>
        {
            ["application/vnd.plotly.v1+json"] = """{"data":[{"y":[1,2]}],"layout":{}}""",
            ["image/png"] = "iVBORw0KGgo=",
            ["text/html"] = "<b>\nx</b>",
            ["text/plain"] = "figure",
        });

    private static Notebook Sample => new([
        new Cell("markdown", "# Ünïcode 日本\n\n$x^2$", "m-1"),
        new Cell("csharp", "Console.Write(\"a\");\n1", "c-1")
        {
            ExecutionCount = 1,
            Outputs =
            [
                new StreamOutput("stdout", "line one\nline two"),
                new BundleOutput(Figure, IsResult: false),
                new BundleOutput(ImmutableSortedDictionary<string, string>.Empty.Add("text/plain", "1"), IsResult: true),
                new ErrorOutput("E", "m", null, null, ["t1", "t2"]),
            ],
        },
        new Cell("fsharp", "let x = 1", "f-1"),
        new Cell("raw", "raw text", "r-1"),
        new Cell("csharp", "", "empty"),
    ]);

    [Fact]
    public void Round_trip_keeps_cells_outputs_and_ids()
    {
        string text = IpynbWriter.Write(Sample);
        Notebook read = IpynbReader.Read(text);
        Assert.Equal(Sample.Cells.Select(c => (c.Kernel, c.Source, c.Id, c.ExecutionCount)), read.Cells.Select(c => (c.Kernel, c.Source, c.Id, c.ExecutionCount)));
        Assert.Equal(text, IpynbWriter.Write(read));
        BundleOutput figure = Assert.IsType<BundleOutput>(read.Cells[1].Outputs[1]);
        Assert.Equal(Figure.AsEnumerable(), figure.Data.AsEnumerable());
    }

    [Fact]
    public void The_file_has_the_layout_that_jupyter_writes()
    {
        string text = IpynbWriter.Write(Sample);
        Assert.StartsWith("{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"id\": \"m-1\",\n   \"metadata\": {},\n   \"source\": [\n    \"# Ünïcode 日本\\n\",", text, StringComparison.Ordinal);
        Assert.EndsWith(" \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n", text, StringComparison.Ordinal);
        JsonElement root = JsonDocument.Parse(text).RootElement;
        JsonElement metadata = root.GetProperty("metadata");
        Assert.Equal(".net-csharp", metadata.GetProperty("kernelspec").GetProperty("name").GetString());
        Assert.Equal("text/x-csharp", metadata.GetProperty("language_info").GetProperty("mimetype").GetString());
        Assert.Equal("csharp", metadata.GetProperty("polyglot_notebook").GetProperty("defaultKernelName").GetString());
        JsonElement code = root.GetProperty("cells")[2].GetProperty("metadata");
        Assert.Equal("fsharp", code.GetProperty("dotnet_interactive").GetProperty("language").GetString());
        JsonElement figure = root.GetProperty("cells")[1].GetProperty("outputs")[1].GetProperty("data");
        Assert.Equal(JsonValueKind.Object, figure.GetProperty("application/vnd.plotly.v1+json").ValueKind);
        Assert.Equal(JsonValueKind.String, figure.GetProperty("image/png").ValueKind);
        Assert.Equal(JsonValueKind.Array, figure.GetProperty("text/html").ValueKind);
    }

    [Fact]
    public void Foreign_metadata_and_attachments_survive()
    {
        const string Text =
            """
            {"cells":[{"cell_type":"markdown","id":"a","metadata":{"tags":["x"]},"attachments":{"i.png":{"image/png":"AAAA"}},"source":"one\ntwo\n"},
            {"cell_type":"code","metadata":{"vscode":{"languageId":"csharp"}},"execution_count":null,"outputs":[],"source":["#!fsharp\n","let y = 2"]}],
            "metadata":{"kernelspec":{"name":".net-csharp","language":"C#","display_name":"x"},"authors":[1]},"nbformat":4,"nbformat_minor":2}
            """;
        Notebook notebook = IpynbReader.Read(Text);
        Assert.Equal(("fsharp", "let y = 2"), (notebook.Cells[1].Kernel, notebook.Cells[1].Source));
        string written = IpynbWriter.Write(notebook);
        foreach (string kept in (string[])["\"tags\"", "AAAA", "\"vscode\"", "\"authors\"", "\"one\\n\""])
        {
            Assert.Contains(kept, written, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_figure_sent_as_a_string_is_written_as_an_object()
    {
        const string Text =
            """
            {"cells":[{"cell_type":"code","metadata":{},"execution_count":1,"outputs":[{"output_type":"display_data","metadata":{},
            "data":{"application/vnd.plotly.v1+json":"{\"data\":[]}"}}],"source":""}],"metadata":{},"nbformat":4,"nbformat_minor":5}
            """;
        Assert.Contains("\"application/vnd.plotly.v1+json\": {\"data\":[]}", IpynbWriter.Write(IpynbReader.Read(Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_python_notebook_is_of_kernel_python()
    {
        const string Text = """{"cells":[{"cell_type":"code","metadata":{},"source":"print(1)","outputs":[]}],"metadata":{"kernelspec":{"name":"python3","language":"python"}},"nbformat":4,"nbformat_minor":5}""";
        Assert.Equal("python", IpynbReader.Read(Text).Cells[0].Kernel);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"nbformat\":4")]
    [InlineData("{\"cells\":[],\"nbformat\":3}")]
    [InlineData("{\"cells\":[],\"nbformat\":\"4\"}")]
    [InlineData("{\"cells\":{},\"nbformat\":4}")]
    [InlineData("{\"cells\":[3],\"nbformat\":4}")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\"}],\"nbformat\":4}")]
    [InlineData("{\"cells\":[{\"cell_type\":\"x\",\"source\":\"\"}],\"nbformat\":4}")]
    public void What_is_no_notebook_is_an_error_and_not_a_crash(string text) =>
        Assert.Throws<NotebookFormatException>(() => IpynbReader.Read(text));

    [Fact]
    public void Atomic_writing_leaves_no_temporary_file()
    {
        using TemporaryFolder folder = new();
        AtomicFile.Write(folder.File("sub/x.txt"), "one");
        AtomicFile.Write(folder.File("sub/x.txt"), "two");
        Assert.Equal("two", File.ReadAllText(folder.File("sub/x.txt")));
        Assert.Single(Directory.GetFiles(folder.File("sub")));
    }

    [NbformatFact]
    public void Jupyters_own_validation_accepts_it()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(0, NbformatFactAttribute.Validate(folder.Write("x.ipynb", IpynbWriter.Write(Sample))));
    }
}
