using System.Text.Json;
using FeatureLearning.Workbook.Tests.Requires;
using static FeatureLearning.Workbook.Tests.Jupyter.KernelSession;

namespace FeatureLearning.Workbook.Tests.Jupyter;

/// <summary>The kernel as a front end meets it, through jupyter_client.</summary>
public sealed class KernelTests(KernelFixture kernel) : IClassFixture<KernelFixture>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Task<JsonElement[]> RunAsync(params object[] steps) => KernelSession.RunAsync(kernel.Prefix, "csharp-workbook", folder.Path, steps);

    [JupyterFact]
    public async Task Cells_run_with_streams_rich_results_and_errors_that_name_their_line()
    {
        JsonElement[] steps = await RunAsync(
            Execute("int x = 41; Console.Write(\"é😀\"); Console.Error.Write(\"e\"); x + 1"),
            Execute("\"{\\\"data\\\":[{\\\"y\\\":[1,2]}],\\\"layout\\\":{}}\".DisplayAs(\"application/vnd.plotly.v1+json\"); HTML(\"<b>x</b>\")"),
            Execute("int ok = 1;\n\nthrow new InvalidOperationException(\"why\");"),
            Execute("x +\n  nothing"),
            Execute("System.IO.Path.GetFileName(Environment.CurrentDirectory)"),
            Execute("\"iVBORw0KGgo=\".DisplayAs(\"image/png\");"),
            Info());
        Assert.Equal(["stdout:é😀", "stderr:e", "42"], Shown(steps[0]));
        JsonElement figure = steps[1].GetProperty("outputs")[0];
        Assert.Equal("display_data", figure.GetProperty("type").GetString());
        Assert.Equal(2, figure.GetProperty("data").GetProperty("application/vnd.plotly.v1+json").GetProperty("data")[0].GetProperty("y")[1].GetInt32());
        Assert.Contains("<figure", figure.GetProperty("data").GetProperty("text/html").GetString(), StringComparison.Ordinal);
        Assert.Equal("<b>x</b>", steps[1].GetProperty("outputs")[1].GetProperty("data").GetProperty("text/html").GetString());
        Assert.Equal(["InvalidOperationException: why (line 3)"], Shown(steps[2]));
        Assert.Contains("line 3: throw new", steps[2].GetProperty("outputs")[0].GetProperty("traceback")[1].GetString(), StringComparison.Ordinal);
        Assert.Equal("error", steps[2].GetProperty("status").GetString());
        Assert.Contains("(line 2)", Assert.Single(Shown(steps[3])), StringComparison.Ordinal);
        Assert.Equal([Path.GetFileName(folder.Path)], Shown(steps[4]));
        Assert.Equal("iVBORw0KGgo=", steps[5].GetProperty("outputs")[0].GetProperty("data").GetProperty("image/png").GetString());
        Assert.Equal("C#", steps[6].GetProperty("language_info").GetProperty("name").GetString());
    }

    [JupyterFact]
    public async Task An_endless_cell_is_interrupted_and_what_was_defined_stays()
    {
        JsonElement[] steps = await RunAsync(
            Execute("int kept = 5;"),
            Execute("Console.WriteLine(\"begun\"); while (true) { }", interrupt: true),
            Execute("Console.WriteLine(\"begun\"); System.Threading.Thread.Sleep(-1);", interrupt: true),
            Execute("Console.WriteLine(\"begun\"); while (true) try { System.Threading.Thread.Sleep(1); } catch { }", interrupt: true),
            Execute("static IEnumerable<int> Endless() { Console.WriteLine(\"begun\"); while (true) { } yield break; }\nEndless()", interrupt: true),
            Execute("kept"),
            Execute("System.Threading.Thread.Sleep(20); kept + 1"));
        Assert.All(steps[1..5], step => Assert.Equal(["stdout:begun\n", "Interrupted: the cell was interrupted"], Shown(step)));
        Assert.All(steps[1..5], step => Assert.Equal("error", step.GetProperty("status").GetString()));
        Assert.Equal(["5"], Shown(steps[5]));
        Assert.Equal(["6"], Shown(steps[6]));
    }

    [JupyterTheory]
    [InlineData("await Task.Delay(1); Console.WriteLine(\"begun\"); while (true) { }")]
    public async Task Where_an_interrupted_cell_cannot_be_stopped_alone_its_engine_is_and_that_is_said(string code)
    {
        JsonElement[] steps = await RunAsync(Execute("int lost = 5;"), Execute(code, interrupt: true), Execute("lost"), Execute("1 + 1"));
        Assert.Contains("a new one has started: all variables, usings and #r are gone", Shown(steps[1])[^1], StringComparison.Ordinal);
        Assert.Contains("CS0103", Assert.Single(Shown(steps[2])), StringComparison.Ordinal);
        Assert.Equal(["2"], Shown(steps[3]));
    }

    [JupyterFact]
    public async Task A_crash_is_told_and_a_restart_begins_anew()
    {
        JsonElement[] steps = await RunAsync(
            Execute("int gone = 5; Environment.Exit(3);"), Execute("2 * 3"), Execute("int old = 1;"), Restart(), Execute("old"), Execute("3 * 3"));
        Assert.StartsWith("EngineCrashed: the engine ended (exit code 3); a new one", Assert.Single(Shown(steps[0])), StringComparison.Ordinal);
        Assert.Equal(["6"], Shown(steps[1]));
        Assert.Contains("CS0103", Assert.Single(Shown(steps[4])), StringComparison.Ordinal);
        Assert.Equal(["9"], Shown(steps[5]));
    }

    [JupyterFact]
    public async Task Names_and_calls_are_explained()
    {
        JsonElement[] steps = await RunAsync(Execute("var theList = new List<int>();"), Inspect("theL|ist"), Inspect("Math.Sqrt(|)"), Inspect("   |"));
        Assert.Contains("List<int> theList", steps[1].GetProperty("data").GetProperty("text/markdown").GetString(), StringComparison.Ordinal);
        Assert.Contains("Sqrt(double d)", steps[2].GetProperty("data").GetProperty("text/plain").GetString(), StringComparison.Ordinal);
        Assert.Equal([true, true, false], steps[1..].Select(step => step.GetProperty("found").GetBoolean()));
    }

    [JupyterFact]
    public async Task Names_are_completed_and_half_cells_told_from_whole_ones()
    {
        (string Code, string Expected, bool Contains)[] completions =
        [
            ("Math.Sq|", "Sqrt", true), ("theList.Sel|", "Select", true), ("theList?.Cou|", "Count", true), ("theLi|", "theList", true),
            ("/*😀*/ theList.Add|Range", "AddRange", true), ("theList.|\nvar next = 1;", "Add", true), ("Text.S|", "StringBuilder", false),
            ("System.Text.S|", "StringBuilder", true), ("fore|", "foreach", true), ("theList.Parse|", "Parse", false), ("double.Pars|", "Parse", true),
            ("// theList.|", "Add", false), ("\"theList.|\"", "Add", false), ("var s = \"a|", "abstract", false), ("__s|", "__show", false),
        ];
        (string Code, string State)[] states =
            [("1 + 1", "complete"), ("for (;;) {", "incomplete"), ("int x = ;", "invalid"), ("void F()\n{\n    if (true)\n    {", "incomplete"), ("", "complete")];
        JsonElement[] steps = await RunAsync(
            [Execute("var theList = new List<int>();"), .. completions.Select(c => Complete(c.Code)), .. states.Select(s => IsComplete(s.Code))]);
        for (int i = 0; i < completions.Length; i++)
        {
            string?[] matches = [.. steps[i + 1].GetProperty("matches").EnumerateArray().Select(match => match.GetString())];
            Assert.True(matches.Contains(completions[i].Expected) == completions[i].Contains, $"{completions[i]}: {string.Join(' ', matches)}");
        }

        Assert.Equal((14, 17), (steps[5].GetProperty("cursor_start").GetInt32(), steps[5].GetProperty("cursor_end").GetInt32()));
        Assert.Equal(states.Select(s => s.State), steps[^states.Length..].Select(step => step.GetProperty("status").GetString()));
        Assert.Equal("        ", steps[^2].GetProperty("indent").GetString());
    }
}
