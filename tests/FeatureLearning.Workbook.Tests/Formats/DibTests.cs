using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Tests.Formats;

/// <summary>The .dib format by the facts measured on the real engine.</summary>
public sealed class DibTests
{
    private const string Header =
        "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"aliases\":[],\"languageName\":\"csharp\",\"name\":\"csharp\"}]}}\n";

    private static (string Kernel, string Source)[] Cells(string text) => [.. DibReader.Read(text).Cells.Select(c => (c.Kernel, c.Source))];

    [Fact]
    public void A_notebook_is_split_at_kernel_lines() =>
        Assert.Equal([("markdown", "# T"), ("csharp", "1 + 1"), ("fsharp", "let x = 1")], Cells(Header + "\n#!markdown\n\n# T\n\n#!csharp\n\n1 + 1\n\n#!f#\n\nlet x = 1\n"));

    [Fact]
    public void Crlf_reads_as_lf() =>
        Assert.Equal([("markdown", "a\nb"), ("csharp", "c")], Cells("#!md\r\n\r\na\r\nb\r\n\r\n#!c#\r\nc\r\n"));

    [Theory]
    [InlineData("#!csharp ")]
    [InlineData("#!csharp --x")]
    [InlineData("#!CSharp")]
    [InlineData(" #!csharp")]
    [InlineData("#!time")]
    [InlineData("#!unknown")]
    public void Only_a_bare_known_name_separates(string line) =>
        Assert.Equal([("csharp", $"a\n{line}\nb")], Cells($"#!csharp\na\n{line}\nb"));

    [Fact]
    public void A_kernel_line_in_a_fenced_block_splits_as_it_does_in_the_real_engine() =>
        Assert.Equal([("markdown", "```"), ("csharp", "x\n```")], Cells("#!markdown\n```\n#!csharp\nx\n```\n"));

    [Fact]
    public void Empty_cells_are_dropped_and_empty_lines_at_the_ends_trimmed() =>
        Assert.Equal([("csharp", "a\n\nb")], Cells("#!csharp\n\n\n#!markdown\n\n#!csharp\n\n\na\n\nb\n\n\n"));

    [Fact]
    public void Text_before_any_mark_is_of_the_default_kernel()
    {
        Assert.Equal([("csharp", "x")], Cells("x"));
        Assert.Equal([("fsharp", "x")], Cells("#!meta\n{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\",\"items\":[]}}\n#!fsharp\nx"));
        Assert.Empty(Cells(""));
    }

    [Fact]
    public void Kernels_declared_in_the_header_separate_by_name_and_alias() =>
        Assert.Equal(
            [("julia", "1"), ("julia", "2")],
            Cells("#!meta\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"name\":\"julia\",\"aliases\":[\"jl\"]}]}}\n#!julia\n1\n#!jl\n2"));

    [Theory]
    [InlineData("#!meta\n{\"a\":1}\n#!csharp\nx")]
    [InlineData("#!meta\n\n{\n \"a\": 1\n}\n\n#!csharp\nx")]
    [InlineData("\uFEFF#!meta\r\n{\"a\":1}\r\n#!csharp\r\nx")]
    public void The_header_may_span_lines(string text)
    {
        Notebook notebook = DibReader.Read(text);
        Assert.Equal("x", Assert.Single(notebook.Cells).Source);
        Assert.Equal(1, notebook.DibMetadata!.Value.GetProperty("a").GetInt32());
    }

    [Theory]
    [InlineData("#!meta\n{\n\"a\": }\n#!csharp\nx", "line 3")]
    [InlineData("#!meta\n[1]\n", "one JSON object")]
    [InlineData("#!meta", "line 2")]
    public void A_broken_header_is_an_error_with_its_line(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<NotebookFormatException>(() => DibReader.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_written_has_the_layout_of_the_real_engine() =>
        Assert.Equal(
            Header + "\n#!markdown\n\n# Ä\n\n#!csharp\n\nvar χ = \"é\";\n",
            DibWriter.Write(new Notebook([new Cell("markdown", "# Ä", "a"), new Cell("csharp", "var χ = \"é\";", "b")])));

    [Theory]
    [InlineData("#!markdown\n\n𝔼[f] — 日本\n\n#!csharp\n\nvar s = \"#! no\";\n#!time\n\n#!mermaid\n\ngraph TD\n")]
    [InlineData("#!pwsh\n\nGet-Date\n\n#!csharp\n\n\t indented\n")]
    public void Reading_and_writing_again_changes_nothing(string body) =>
        Assert.Equal(Header + "\n" + body, DibWriter.Write(DibReader.Read(Header + "\n" + body)));

    [Fact]
    public void A_last_line_without_newline_is_kept() => Assert.Equal([("csharp", "a\nb")], Cells("#!csharp\na\nb"));

    [Fact]
    public void Ids_depend_on_content_alone_and_are_unique()
    {
        string[] before = [.. DibReader.Read("#!csharp\na\n#!csharp\na\n#!csharp\nb").Cells.Select(c => c.Id)];
        string[] after = [.. DibReader.Read("#!markdown\nnew\n#!csharp\na\n#!csharp\na\n#!csharp\nb").Cells.Select(c => c.Id)];
        Assert.Equal(before, after[1..]);
        Assert.Equal(3, before.Distinct().Count());
    }
}
