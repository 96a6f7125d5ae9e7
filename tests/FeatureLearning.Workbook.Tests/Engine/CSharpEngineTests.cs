using FeatureLearning.Protocol;
using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Tests.Engine;

/// <summary>What a C# cell means, against the real child process.</summary>
public sealed class CSharpEngineTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task State_is_carried_from_cell_to_cell()
    {
        await engine.RunAsync("int stateA = 20; int StateF(int k) => stateA + k; record StateR(double X);");
        Assert.Equal("22", await engine.ValueAsync("StateF(2)"));
        Assert.Equal("0.5", await engine.ValueAsync("new StateR(0.5).X"));
        Assert.Equal("later", await engine.ValueAsync("string stateA = \"later\"; stateA"));
    }

    [Fact]
    public async Task A_statement_has_no_result() => Assert.Empty((await engine.RunAsync("var quiet = 3;")).Outputs);

    [Theory]
    [InlineData("new List<int> { 1 }.Select(x => x + 1).Sum()", "2")]
    [InlineData("new StringBuilder(\"sb\").ToString()", "sb")]
    [InlineData("await Task.FromResult(7)", "7")]
    [InlineData("1234567.25", "1234567.25")]
    [InlineData("1.0 / 3", "0.3333333333333333")]
    [InlineData("double.NaN", "NaN")]
    [InlineData("Environment.CurrentDirectory.Length > 1", "True")]
    public async Task A_trailing_expression_is_the_result(string code, string expected) => Assert.Equal(expected, await engine.ValueAsync(code));

    [Theory]
    [InlineData("using System.IO;")]
    [InlineData("using Sqrt = System.Math;\n// and a remark")]
    [InlineData("// a remark alone")]
    public async Task A_cell_without_statements_runs_and_what_it_imports_stays(string code)
    {
        Assert.Null((await engine.RunAsync(code)).Error);
        Assert.Equal("3", await engine.ValueAsync("1 + 2"));
    }

    [Fact]
    public async Task A_wrong_import_alone_in_a_cell_is_an_error() =>
        Assert.Contains("CS0246", (await engine.RunAsync("using No.Such.Thing;")).Error!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("new[] { 1.0 / 3, 1e-9 }", "0.3333333333333333", "1E-09")]
    [InlineData("(1, \"a\", 2.5)", "a", "2.5")]
    [InlineData("new Dictionary<string, double> { [\"q\"] = 0.5 }", "q", "0.5")]
    [InlineData("new { A = 1.5, B = \"x\" }", "1.5", "x")]
    [InlineData("record StateS(double X);\nnew StateS(0.25)", "0.25", "StateS")]
    public async Task Values_of_several_parts_are_shown_as_tables(string code, params string[] expected)
    {
        string html = await engine.HtmlAsync(code);
        Assert.All(expected, part => Assert.Contains(part, html, StringComparison.Ordinal));
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_sequence_is_cut() => Assert.Contains(
        "more", await engine.HtmlAsync("static IEnumerable<int> Endless() { while (true) yield return 1; }\nEndless()"), StringComparison.Ordinal);

    [Fact]
    public async Task The_culture_of_every_cell_is_invariant_whatever_the_user_or_an_earlier_cell_has_set()
    {
        Assert.Equal("2.5 1,234.5", await engine.ValueAsync("$\"{2.5} {1234.5:N1}\""));
        Assert.Equal("2,5", await engine.ValueAsync("System.Globalization.CultureInfo.CurrentCulture = new(\"de-DE\"); 2.5.ToString()"));
        Assert.Equal("2.5", await engine.ValueAsync("2.5.ToString()"));
        Assert.Equal("2.5", await engine.ValueAsync("await Task.Run(() => 2.5.ToString())"));
    }

    [Fact]
    public async Task Displays_streams_and_the_result_come_in_order()
    {
        CellResult result = await engine.RunAsync("Console.Write(\"par\"); Console.Write(\"tial\"); display(1); Console.Error.WriteLine(\"e\"); \"x\".Display(); HTML(\"<b>\")");
        Assert.Equal(
            ["stdout:partial", "1", "stderr:e\n", "x", "<b>"],
            result.Outputs.Select(o => o is StreamOutput s ? $"{s.Name}:{s.Text}" : ((BundleOutput)o).Data.Values.Last()));
        Assert.True(Assert.IsType<BundleOutput>(result.Outputs[^1]).IsResult);
    }

    [Fact]
    public async Task Text_is_displayed_in_the_type_that_is_asked_for()
    {
        CellResult result = await engine.RunAsync("\"<i>x</i>\".DisplayAs(\"text/html\"); \"# h\".DisplayAs(\"text/markdown\");");
        Assert.Equal(
            [("text/html", "<i>x</i>"), ("text/markdown", "# h")],
            result.Outputs.Cast<BundleOutput>().SelectMany(o => o.Data).Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public async Task What_a_cell_displays_as_its_last_expression_is_shown_once()
    {
        Assert.Single((await engine.RunAsync("display(7)")).Outputs);
        Assert.Single((await engine.RunAsync("7.Display()")).Outputs);
    }

    [Fact]
    public async Task Huge_output_is_cut_and_says_so()
    {
        CellResult result = await engine.RunAsync("for (int i = 0; i < 2_000_000; i++) Console.WriteLine(\"0123456789\");");
        string text = Assert.IsType<StreamOutput>(Assert.Single(result.Outputs)).Text;
        Assert.InRange(text.Length, OutputLimits.Text, OutputLimits.Text + 100);
        Assert.EndsWith("more characters not kept\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_of_displays_is_cut_and_says_so()
    {
        CellResult result = await engine.RunAsync("for (int i = 0; i < 1500; i++) display(i);");
        Assert.Equal(OutputLimits.Values, result.Outputs.OfType<BundleOutput>().Count());
        Assert.Equal("… 500 more displayed values not kept\n", Assert.IsType<StreamOutput>(result.Outputs[^1]).Text);
    }

    [Fact]
    public async Task A_huge_text_is_cut_between_characters_and_says_so()
    {
        CellResult result = await engine.RunAsync("\"x\" + string.Concat(Enumerable.Repeat(\"\\U0001F600\", 1_000_000))");
        string text = Assert.IsType<BundleOutput>(Assert.Single(result.Outputs)).Data["text/plain"];
        Assert.EndsWith("😀\n… 1600002 more characters not kept", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compile_errors_name_line_source_and_text()
    {
        ErrorOutput error = await engine.ErrorAsync("int ok = 1;\n\nint bad = \"text\";");
        Assert.Equal((3, "int bad = \"text\";"), (error.Line, error.SourceLine));
        Assert.StartsWith("CS0029", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exceptions_name_the_line_that_threw_and_unwrap_what_wraps()
    {
        ErrorOutput error = await engine.ErrorAsync("void Deep()\n{\n    throw new InvalidOperationException(\"outer\", new ArgumentException(\"inner\"));\n}\nTask.Run(Deep).Wait();");
        Assert.Equal(("InvalidOperationException", 3), (error.Name, error.Line));
        Assert.Equal("outer → ArgumentException: inner", error.Message);
        Assert.Contains(error.Trace, line => line.StartsWith("   at cell ", StringComparison.Ordinal));
        Assert.DoesNotContain(error.Trace, line => line.Contains(engine.Folder, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exception_after_await_has_its_line() =>
        Assert.Equal(2, (await engine.ErrorAsync("await Task.Delay(1);\nthrow new Exception(\"x\");")).Line);

    [Fact]
    public async Task What_a_failing_cell_defined_before_it_failed_stays()
    {
        await engine.ErrorAsync("int beforeFault = 5; throw new Exception();");
        Assert.Equal("5", await engine.ValueAsync("beforeFault"));
    }

    [Fact]
    public async Task A_missing_library_says_how_to_build_it()
    {
        ErrorOutput error = await engine.ErrorAsync("// first\n#r \"../lib/bin/FeatureLearning.dll\"\n");
        Assert.Equal(2, error.Line);
        Assert.Contains("dotnet build -c Release FeatureLearning.Notebooks.sln", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_of_packages_in_a_cell_is_refused_with_what_to_do_instead()
    {
        ErrorOutput error = await engine.ErrorAsync("// first\n#i \"nuget:https://example.org/index.json\"\n1");
        Assert.Equal(2, error.Line);
        Assert.Contains("nuget.config", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kernels_own_commands_work()
    {
        await engine.RunAsync("var whoKnows = 42;");
        Assert.Contains("whoKnows", Assert.IsType<BundleOutput>((await engine.RunAsync("#!who")).Outputs[0]).Data["text/html"], StringComparison.Ordinal);
        Assert.Equal("<b>bold</b>", Assert.IsType<BundleOutput>(Assert.Single((await engine.RunAsync("#!html\n<b>bold</b>")).Outputs)).Data["text/html"].Trim());
        await engine.RunAsync("#!value --name stored\n0.5");
        Assert.Equal("0.5", await engine.ValueAsync("#!set --name fromStore --value @value:stored\nfromStore"));
    }

    [Fact]
    public async Task A_notebook_is_imported()
    {
        await File.WriteAllTextAsync(Path.Combine(engine.Folder, "other.dib"), "#!csharp\n\nint imported = 6;\n");
        Assert.Equal("42", await engine.ValueAsync("#!import other.dib\nimported * 7"));
    }

    [Fact]
    public async Task An_unknown_command_is_named() =>
        Assert.Contains("#!nothing", (await engine.ErrorAsync("#!nothing of the sort")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("#!who\nint bad = \"text\";", 2)]
    [InlineData("int fine = 1;\n#!who\n\nint bad = \"text\";", 4)]
    [InlineData("int good = 1;\n#!who\n\nthrow new Exception();", 4)]
    public async Task Errors_in_a_cell_with_commands_name_the_cells_line(string code, int line) =>
        Assert.Equal(line, (await engine.ErrorAsync(code)).Line);

    [Fact]
    public async Task The_language_is_the_one_of_polyglot_notebooks()
    {
        Assert.Equal("[2, 3]", await engine.ValueAsync("List<int> list = [2, 3]; list?.Capacity = 8; $\"[{string.Join(\", \", list)}]\""));
        // C# 15: arguments of a collection expression.
        Assert.Equal("CompilationError", (await engine.ErrorAsync("List<int> later = [with(capacity: 4), 1];")).Name);
    }

    [Fact]
    public async Task Types_and_functions_can_be_defined_anew()
    {
        await engine.RunAsync("record Redefined(int X); static int Twice(int x) => x;");
        await engine.RunAsync("record Redefined(int X, int Y); static int Twice(int x) => 2 * x;");
        Assert.Equal("8", await engine.ValueAsync("Twice(new Redefined(3, 4).Y)"));
    }

    [Fact]
    public async Task A_library_is_loaded_from_the_path_given_and_not_from_the_commands_own_copy()
    {
        string library = Path.Combine(engine.Folder, "libs");
        Directory.CreateDirectory(library);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Markdig.dll"), Path.Combine(library, "Markdig.dll"), overwrite: true);
        Assert.Equal(Path.Combine(library, "Markdig.dll"), await engine.ValueAsync("#r \"libs/Markdig.dll\"\ntypeof(Markdig.Markdown).Assembly.Location"));
    }

    [Fact]
    public async Task So_it_is_when_a_cell_does_nothing_but_name_it()
    {
        string library = Path.Combine(engine.Folder, "named");
        Directory.CreateDirectory(library);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "FeatureLearning.dll"), Path.Combine(library, "FeatureLearning.dll"), overwrite: true);
        Assert.Equal(CellStatus.Succeeded, (await engine.RunAsync("#r \"named/FeatureLearning.dll\"\nusing FeatureLearning.Networks;")).Status);
        Assert.Equal(Path.Combine(library, "FeatureLearning.dll"), await engine.ValueAsync("typeof(Network).Assembly.Location"));
    }

    [Fact]
    public async Task A_type_of_the_notebook_formats_itself_by_the_convention()
    {
        CellResult result = await engine.RunAsync("""
            class TypeFormatterSourceAttribute(Type t) : Attribute { public Type FormatterSourceType => t; public string[] PreferredMimeTypes { get; set; } }
            public class FiguresSource { public IEnumerable<object> CreateTypeFormatters() => new object[] { new FigureFormatter("application/vnd.plotly.v1+json"), new FigureFormatter("text/html") }; }
            class FigureFormatter(string m) { public string MimeType => m; public bool Format(object o, System.IO.TextWriter w) { w.Write(m == "text/html" ? "<b>" : "{\"data\":[]}"); return true; } }
            [TypeFormatterSource(typeof(FiguresSource), PreferredMimeTypes = new[] { "application/vnd.plotly.v1+json" })] class Fig { public override string ToString() => "fig"; }
            display(new Fig())
            """);
        Assert.True(result.Status == CellStatus.Succeeded, result.Error?.Message);
        BundleOutput output = Assert.IsType<BundleOutput>(Assert.Single(result.Outputs));
        Assert.Equal("{\"data\":[]}", output.Data["application/vnd.plotly.v1+json"]);
    }

    [Fact]
    public async Task The_commands_own_libraries_are_invisible() =>
        Assert.Equal("CompilationError", (await engine.ErrorAsync("typeof(System.CommandLine.Command)")).Name);

    [Fact]
    public async Task Standard_input_is_empty_and_native_output_cannot_break_the_conversation()
    {
        Assert.Equal("True, 0", await engine.ValueAsync("$\"{Console.ReadLine() is null}, {Console.In.ReadToEnd().Length}\""));
        CellResult result = await engine.RunAsync("using System.Diagnostics;\nusing (var p = Process.Start(\"echo\", \"{\\\"event\\\":\\\"done\\\"}\")) p.WaitForExit();\nawait Task.Delay(200);");
        Assert.Equal(CellStatus.Succeeded, result.Status);
    }
}
