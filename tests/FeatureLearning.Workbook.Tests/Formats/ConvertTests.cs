using System.Text.Json;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Formats;

/// <summary>One format to the other and back: nothing is lost that both can hold.</summary>
public sealed class ConvertTests
{
    private const string Header =
        "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"aliases\":[],\"languageName\":\"csharp\",\"name\":\"csharp\"}]}}\n";

    public static TheoryData<string> Dibs => new()
    {
        Header,
        Header + "\n#!markdown\n\n# T\n\n#!csharp\n\nvar χ = \"日本 😀\";\n",
        Header + "\n#!markdown\n\n```\n#!time\n#!csharp \n  #!csharp\n```\n\n#!csharp\n\n#!about\nvar s = \"\"\"\n#! x\n\"\"\";\n",
        Header + "\n#!pwsh\n\nGet-Date\n\n#!mermaid\n\ngraph TD\n\n#!fsharp\n\nlet x = 1\n",
        Header + "\n#!csharp\n\na\u2028b\u0085c\fd\ve\n\n#!csharp\n\n\t  x  \n \ny\n",
        "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\",\"items\":[{\"aliases\":[\"jl\"],\"languageName\":\"Julia\",\"name\":\"julia\",\"extra\":1}],\"more\":true},"
            + "\"authors\":[{\"name\":\"Ä\"}],\"x\":1.50}\n\n#!julia\n\n1\n\n#!fsharp\n\n2\n",
        "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"python\",\"items\":[{\"aliases\":[],\"languageName\":\"python\",\"name\":\"python\"}]},"
            + "\"kernelspec\":{\"display_name\":\"Python 3\",\"language\":\"python\",\"name\":\"python3\"}}\n\n#!python\n\nprint(1)\n",
        Header.Replace("]}}", ",{\"aliases\":[],\"languageName\":\"raw\",\"name\":\"raw\"}]}}", StringComparison.Ordinal) + "\n#!raw\n\nraw text\n",
    };

    public static TheoryData<string, string> Others => new()
    {
        { "CRLF", "#!md\r\n\r\na\r\nb\r\n\r\n#!c#\r\nc\r\n" },
        { "no header, no mark, no newline at the end", "var x = 1;" },
        { "empty", "" },
        { "only a header", "#!meta\n{}" },
        { "empty cells", "#!csharp\n\n#!markdown\n\n\n#!csharp\n\n\na\n\n\nb\n\n" },
        { "a fenced block with a kernel's line", "#!markdown\n```\n#!csharp\nx\n```\n" },
        { "byte-order mark and a header of many lines", "\uFEFF#!meta\r\n{\r\n \"a\": [1,\r\n 2]\r\n}\r\n#!csharp\r\nx" },
        { "a header after a cell", "x\n#!meta\n{\"a\":1}\n#!csharp\ny" },
        { "an unknown kernel is text", "#!csharp\na\n#!unknown\nb\n#!CSharp\nc\n#!csharp --x\nd" },
        { "lone carriage returns", "#!csharp\na\rb\r\r\nc" },
    };

    [Theory]
    [MemberData(nameof(Dibs))]
    public void A_dib_comes_back_to_the_byte(string text) =>
        Assert.Equal(text, DibWriter.Write(IpynbReader.Read(IpynbWriter.Write(DibReader.Read(text)))));

    [Theory]
    [MemberData(nameof(Others))]
    public void Whatever_else_a_dib_may_look_like_its_cells_come_back(string what, string text)
    {
        Notebook read = DibReader.Read(text);
        Notebook back = DibReader.Read(DibWriter.Write(IpynbReader.Read(IpynbWriter.Write(read))));
        Assert.True(read.Cells.Select(Content).SequenceEqual(back.Cells.Select(Content)), what);
        Assert.Equal(read.DefaultKernel, back.DefaultKernel);
    }

    [Fact]
    public void An_ipynb_comes_back_but_for_what_a_dib_has_no_place_for()
    {
        const string Text =
            """
            {"cells":[{"cell_type":"code","id":"one","metadata":{"polyglot_notebook":{"kernelName":"julia"},"tags":["t"]},"execution_count":3,
            "outputs":[{"output_type":"stream","name":"stdout","text":"x"},{"output_type":"display_data","data":{"image/png":"AA"},"metadata":{"image/png":{"width":3}}}],
            "source":["1\n","2"]},
            {"cell_type":"markdown","id":"two","metadata":{},"attachments":{"i.png":{"image/png":"AA"}},"source":"é\r\n😀"},
            {"cell_type":"code","id":"three","metadata":{},"execution_count":null,"outputs":[],"source":""},
            {"cell_type":"raw","id":"four","metadata":{},"source":"r"},
            {"cell_type":"code","id":"five","metadata":{},"execution_count":null,"outputs":[],"source":"print(1)"}],
            "metadata":{"authors":[{"name":"x"}],"kernelspec":{"display_name":"Python 3","language":"python","name":"python3","env":{}},
            "language_info":{"name":"python","version":"3.11"}},"nbformat":4,"nbformat_minor":5}
            """;
        Notebook read = IpynbReader.Read(Text);
        string dib = DibWriter.Write(read);
        Notebook back = IpynbReader.Read(IpynbWriter.Write(DibReader.Read(dib)));
        Assert.Equal([("julia", "1\n2"), ("markdown", "é\n😀"), ("raw", "r"), ("python", "print(1)")], back.Cells.Select(Content));
        foreach (string name in (string[])["authors", "kernelspec", "language_info"])
        {
            Assert.True(JsonElement.DeepEquals(read.IpynbMetadata!.Value.GetProperty(name), back.IpynbMetadata!.Value.GetProperty(name)), name);
        }

        Assert.Equal(dib, DibWriter.Write(back));
        Assert.Equal(["1 empty cell", "2 outputs", "1 attachment", "1 cell's metadata"], NotebookFile.LeftOut(read, "x.dib"));
        Assert.Empty(NotebookFile.LeftOut(read, "x.ipynb"));
        Assert.Contains("\"width\": 3", IpynbWriter.Write(read), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("markdown", "```\n#!csharp\n```", "cell 1, line 2: '#!csharp' alone on a line")]
    [InlineData("csharp", "var s = @\"\n#!f#\";\n#!f#", "cell 1, line 3: '#!f#'")]
    [InlineData("", "x", "cannot be a kernel's name")]
    [InlineData("meta", "x", "cannot be a kernel's name")]
    [InlineData("a\nb", "x", "cannot be a kernel's name")]
    [InlineData("md", "x", "cannot be a kernel's name")]
    public void What_a_dib_cannot_say_is_refused_and_not_mangled(string kernel, string source, string expected) => Assert.Contains(
        expected, Assert.Throws<NotebookFormatException>(() => DibWriter.Write(new Notebook([new Cell(kernel, source, "a")]))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_command_converts_both_ways_and_says_what_it_leaves_out()
    {
        using TemporaryFolder folder = new();
        string dib = folder.Write("a.dib", Header);
        string committed = Directory.GetFiles(Path.Combine(WorkbookProcess.Repository, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal).First();
        var outcome = await WorkbookProcess.RunAsync("convert", committed, folder.File("sub/b.dib"));
        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches("a .dib has no place for [0-9]+ outputs; left out", outcome.Errors);
        Assert.Equal(File.ReadAllText(Path.ChangeExtension(committed, ".dib")).TrimEnd() + "\n", File.ReadAllText(folder.File("sub/b.dib")));
        outcome = await WorkbookProcess.RunAsync("convert", dib, folder.File("c.ipynb"));
        Assert.Equal((0, "", ""), (outcome.ExitCode, outcome.Output, outcome.Errors));
        Assert.Empty(IpynbReader.Read(File.ReadAllText(folder.File("c.ipynb"))).Cells);
        foreach (string[] bad in (string[][])[[dib, folder.File("x.txt")], ["missing.dib", folder.File("x.ipynb")], [dib, folder.Path + ".ipynb/"], [dib]])
        {
            outcome = await WorkbookProcess.RunAsync(["convert", .. bad]);
            Assert.Equal(2, outcome.ExitCode);
            Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
        }
    }

    [NbformatFact]
    public void Jupyters_own_validation_accepts_every_ipynb_that_is_written()
    {
        using TemporaryFolder folder = new();
        int number = 0;
        string[] paths = [.. ((IEnumerable<object[]>)Dibs).Concat(Others).Select(row => (string)row[^1]).Select(text => folder.Write($"{++number}.ipynb", IpynbWriter.Write(DibReader.Read(text))))];
        Assert.Equal(0, NbformatFactAttribute.Validate(paths));
        string[] committed = Directory.GetFiles(Path.Combine(WorkbookProcess.Repository, "notebooks"), "*.ipynb");
        Assert.Equal(0, NbformatFactAttribute.Validate(committed));
    }

    private static (string Kernel, string Source) Content(Cell cell) => (cell.Kernel, cell.Source);
}
