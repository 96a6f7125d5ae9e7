using System.Diagnostics;
using System.Text.Json;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Tests.Run;

/// <summary><c>workbook run</c> as its user meets it: exit codes, messages, files.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Out => folder.File("out");

    private Task<WorkbookProcess.Outcome> RunAsync(params string[] arguments) => WorkbookProcess.RunAsync(["run", .. arguments, "--out", Out]);

    [Fact]
    public async Task Notebooks_of_both_formats_run_and_the_profile_reaches_them()
    {
        string dib = folder.Write("one.dib", "#!markdown\n\n# One\n\n#!csharp\n\nEnvironment.GetEnvironmentVariable(\"WORKBOOK_PROFILE\")\n\n#!mermaid\n\ngraph TD\n");
        string ipynb = folder.Write("two.ipynb", IpynbWriter.Write(new Notebook([new Cell("csharp", "System.IO.Path.GetFileName(Environment.CurrentDirectory)", "keep-me")])));
        WorkbookProcess.Outcome outcome = await RunAsync(dib, ipynb, "--profile", "full");
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Matches(@"one  cell 1/2  [0-9.]+ s", outcome.Output);
        Assert.Contains("one  cell 2/2  skipped (kernel 'mermaid' is not run headless)", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\"full\"", File.ReadAllText(Path.Combine(Out, "one.ipynb")), StringComparison.Ordinal);
        string two = File.ReadAllText(Path.Combine(Out, "two.ipynb"));
        Assert.Contains("\"keep-me\"", two, StringComparison.Ordinal);
        Assert.Contains($"\"{Path.GetFileName(folder.Path)}\"", two, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Out, "report", "index.html")));
        Assert.True(File.Exists(Path.Combine(Out, "report", "one.html")));
    }

    [Fact]
    public async Task A_failing_cell_is_named_and_what_ran_before_is_written()
    {
        string bad = folder.Write("bad.dib", "#!csharp\nConsole.WriteLine(\"first ran\");\n#!markdown\ntext\n#!csharp\nint a = 1;\nthrow new Exception(\"the reason\");\n#!csharp\nConsole.WriteLine(\"never\");");
        string next = folder.WriteCells("next.dib", "1");
        WorkbookProcess.Outcome outcome = await RunAsync(bad, next);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"{bad}, cell 2/3, line 2", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("throw new Exception(\"the reason\");", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("Exception: the reason", outcome.Errors, StringComparison.Ordinal);
        Notebook written = NotebookFile.Read(Path.Combine(Out, "bad.ipynb"));
        Assert.Equal([1, null, 2, null], written.Cells.Select(cell => cell.ExecutionCount));
        Assert.False(File.Exists(Path.Combine(Out, "next.ipynb")));
        Assert.Contains("not run", File.ReadAllText(Path.Combine(Out, "report", "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_keep_going_other_notebooks_go_on_and_crash_and_time_out_are_told_apart()
    {
        string crash = folder.WriteCells("a-crash.dib", "Environment.Exit(3);");
        string slow = folder.WriteCells("b-slow.dib", "Console.Write(\"begun\");", "while (true) { }");
        string good = folder.WriteCells("c-good.dib", "40 + 2");
        WorkbookProcess.Outcome outcome = await RunAsync(crash, slow, good, "--keep-going", "--timeout", "2");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("engine crashed (exit code 3)", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("timed out after 2 s", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("\"42\"", File.ReadAllText(Path.Combine(Out, "c-good.ipynb")), StringComparison.Ordinal);
        Assert.Contains("begun", File.ReadAllText(Path.Combine(Out, "b-slow.ipynb")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--profile", "slow")]
    [InlineData("--timeout", "0")]
    [InlineData("--timeout", "-1")]
    [InlineData("--timeout", "soon")]
    [InlineData("--timeout", "NaN")]
    [InlineData("--no-such-option")]
    [InlineData("missing.dib")]
    [InlineData("README.md")]
    [InlineData("lib")]
    [InlineData("broken.ipynb")]
    public async Task Bad_arguments_are_one_line_and_exit_code_2(params string[] arguments)
    {
        folder.Write("broken.ipynb", "{\"nbformat\": 4");
        arguments = [.. arguments.Select(a => a == "broken.ipynb" ? folder.File(a) : a)];
        WorkbookProcess.Outcome outcome = await RunAsync(arguments);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Outside_a_repository_notebooks_must_be_named()
    {
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync(WorkbookProcess.Prepare(folder.Path, "run"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("name notebooks", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_notebooks_of_the_repository_are_the_default_and_update_writes_beside_the_sources()
    {
        folder.Write("FeatureLearning.Notebooks.sln", "");
        folder.WriteCells("notebooks/01-a.dib", "\"from the dib\"");
        folder.Write("notebooks/01-a.ipynb", "{}");
        folder.Write("notebooks/02-b.ipynb", IpynbWriter.Write(new Notebook([new Cell("csharp", "2", "x")])));
        ProcessStartInfo start = Offline(WorkbookProcess.Prepare(folder.File("notebooks"), "run", "--update"));
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync(start);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Contains("from the dib", File.ReadAllText(folder.File("notebooks/01-a.ipynb")), StringComparison.Ordinal);
        Assert.Equal(["01-a.ipynb", "02-b.ipynb", "report"], Directory.GetFileSystemEntries(folder.File("artifacts")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories), _ => true);
    }

    [Fact]
    public async Task Without_npm_browser_and_network_it_succeeds_and_the_page_says_what_is_missing()
    {
        string dib = folder.WriteCells("figure.dib", "\"{\\\"data\\\":[],\\\"layout\\\":{}}\".DisplayAs(\"application/vnd.plotly.v1+json\");");
        ProcessStartInfo start = Offline(WorkbookProcess.Prepare(folder.Path, "run", dib, "--out", Out));
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync(start);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        string page = File.ReadAllText(Path.Combine(Out, "report", "figure.html"));
        Assert.Contains("<p class=\"note\">", page, StringComparison.Ordinal);
        Assert.Contains("npm is not installed", page, StringComparison.Ordinal);
        JsonElement data = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "figure.ipynb"))).RootElement
            .GetProperty("cells")[0].GetProperty("outputs")[0].GetProperty("data");
        Assert.Equal(JsonValueKind.Object, data.GetProperty("application/vnd.plotly.v1+json").ValueKind);
        Assert.True(data.TryGetProperty("text/html", out _));
        Assert.True(data.TryGetProperty("text/plain", out _));
        Assert.False(data.TryGetProperty("image/png", out _));
    }

    [Fact]
    public async Task Ctrl_C_stops_and_writes_what_ran()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string dib = folder.WriteCells("slow.dib", "Console.WriteLine(\"kept\");", "System.IO.File.WriteAllText(\"reached\", \"\"); while (true) { }");
        using Process process = Process.Start(WorkbookProcess.Prepare(WorkbookProcess.Repository, "run", dib, "--out", Out))!;
        Stopwatch waited = Stopwatch.StartNew();
        while (!File.Exists(folder.File("reached")) && waited.Elapsed < TimeSpan.FromSeconds(60))
        {
            await Task.Delay(50);
        }

        using (Process kill = Process.Start("kill", [InterruptIsIgnored ? "-TERM" : "-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("kept", File.ReadAllText(Path.Combine(Out, "slow.ipynb")), StringComparison.Ordinal);
        Assert.Contains("interrupted", File.ReadAllText(Path.Combine(Out, "report", "index.html")), StringComparison.Ordinal);
    }

    // A shell that starts a job in the background lets it and its children ignore SIGINT; SIGTERM takes the same path in the command.
    private static bool InterruptIsIgnored =>
        File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var line
        && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & 2) != 0;

    /// <summary>Nothing on PATH and an empty cache: no npm, no browser, nothing to fall back on.</summary>
    private ProcessStartInfo Offline(ProcessStartInfo start)
    {
        start.FileName = Environment.ProcessPath!;
        start.Environment["PATH"] = folder.Path;
        start.Environment["XDG_DATA_HOME"] = folder.File("cache");
        return start;
    }
}
