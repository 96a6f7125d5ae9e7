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
        Assert.Equal("StateR { X: 0.5 }", await engine.ValueAsync("new StateR(0.5)"));
        Assert.Equal("later", await engine.ValueAsync("string stateA = \"later\"; stateA"));
    }

    [Fact]
    public async Task A_statement_has_no_result() => Assert.Empty((await engine.RunAsync("var quiet = 3;")).Outputs);

    [Theory]
    [InlineData("new List<int> { 1 }.Select(x => x + 1).Sum()", "2")]
    [InlineData("new StringBuilder(\"sb\").ToString()", "sb")]
    [InlineData("await Task.FromResult(7)", "7")]
    [InlineData("1234567.25", "1234567.25")]
    [InlineData("new[] { 1.0 / 3, double.NaN, 1e-9 }", "[ 0.333333, NaN, 1E-09 ]")]
    [InlineData("new double[,] { { 1, 2 }, { 3, 4 } }", "[ 1, 2\n  3, 4 ]")]
    [InlineData("(1, \"a\", 2.5)", "(1, a, 2.5)")]
    [InlineData("new Dictionary<string, double> { [\"q\"] = 0.5 }", "{ q: 0.5 }")]
    [InlineData("Enumerable.Range(0, 30).ToArray()", "[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … (30 items) ]")]
    [InlineData("new { A = 1.5, B = \"x\" }", "{ A: 1.5, B: x }")]
    [InlineData("Environment.CurrentDirectory.Length > 1", "true")]
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

    [Fact]
    public async Task An_endless_sequence_is_cut() =>
        Assert.EndsWith(", … ]", await engine.ValueAsync("static IEnumerable<int> Endless() { while (true) yield return 1; }\nEndless()"), StringComparison.Ordinal);

    [Fact]
    public async Task The_culture_is_the_users_and_output_is_not() =>
        Assert.Equal("2.5", await engine.ValueAsync("System.Globalization.CultureInfo.CurrentCulture = new(\"de-DE\"); 2.5"));

    [Fact]
    public async Task Displays_streams_and_the_result_come_in_order()
    {
        CellResult result = await engine.RunAsync("Console.Write(\"par\"); Console.Write(\"tial\"); display(1); Console.Error.WriteLine(\"e\"); \"x\".Display(); HTML(\"<b>\")");
        Assert.Equal(
            ["stdout:partial", "1", "stderr:e\n", "x", "<b>"],
            result.Outputs.Select(o => o is StreamOutput s ? $"{s.Name}:{s.Text}" : ((BundleOutput)o).Data.Values.First()));
        Assert.True(Assert.IsType<BundleOutput>(result.Outputs[^1]).IsResult);
    }

    [Fact]
    public async Task Text_is_displayed_in_the_type_that_is_asked_for()
    {
        CellResult result = await engine.RunAsync("display(\"<i>x</i>\", \"text/html\"); \"# h\".DisplayAs(\"text/markdown\");");
        Assert.Equal(["text/html", "text/markdown"], result.Outputs.Cast<BundleOutput>().SelectMany(o => o.Data.Keys));
    }

    [Fact]
    public async Task Huge_output_is_cut_and_says_so()
    {
        CellResult result = await engine.RunAsync("for (int i = 0; i < 2_000_000; i++) Console.WriteLine(\"0123456789\");");
        string text = Assert.IsType<StreamOutput>(Assert.Single(result.Outputs)).Text;
        Assert.InRange(text.Length, CellTextWriter.Limit, CellTextWriter.Limit + 100);
        Assert.EndsWith("more characters not kept\n", text, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("#!time\n1", "#!time")]
    [InlineData("1.ToString();\n#!import \"x.dib\"", "#!import")]
    public async Task Directives_of_polyglot_are_named(string code, string expected) =>
        Assert.Contains(expected, (await engine.ErrorAsync(code)).Message, StringComparison.Ordinal);

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
    public async Task What_a_library_needs_is_found_beside_it()
    {
        string library = Path.Combine(engine.Folder, "roslyn");
        Directory.CreateDirectory(library);
        foreach (string name in (string[])["Microsoft.CodeAnalysis.dll", "Microsoft.CodeAnalysis.CSharp.dll"])
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(library, name), overwrite: true);
        }

        Assert.Equal(
            Path.Combine(library, "Microsoft.CodeAnalysis.dll"),
            await engine.ValueAsync("#r \"roslyn/Microsoft.CodeAnalysis.CSharp.dll\"\nMicrosoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(\"x\").GetType().BaseType.BaseType.Assembly.Location"));
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
        Assert.Equal(["{\"data\":[]}", "<b>", "fig"], output.Data.Values);
    }

    [Fact]
    public async Task The_commands_own_libraries_are_invisible() =>
        Assert.Equal("CompilationError", (await engine.ErrorAsync("typeof(System.CommandLine.Command)")).Name);

    [Fact]
    public async Task Standard_input_is_empty_and_native_output_cannot_break_the_conversation()
    {
        Assert.Equal("(null, )", await engine.ValueAsync("(Console.ReadLine(), Console.In.ReadToEnd())"));
        CellResult result = await engine.RunAsync("using System.Diagnostics;\nusing (var p = Process.Start(\"echo\", \"{\\\"event\\\":\\\"done\\\"}\")) p.WaitForExit();\nawait Task.Delay(200);");
        Assert.Equal(CellStatus.Succeeded, result.Status);
    }
}
