using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Run;

namespace FeatureLearning.Workbook.Tests.Notebooks;

/// <summary>
/// Changing a notebook's parameters, its width or its scaling above all, is all that it takes to run it for another network: every other cell
/// stays as it is, and every statement is decided by what is measured and holds.
/// </summary>
public sealed class OtherParametersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Notebook, and text in its parameters cell with what takes its place.</summary>
    public static TheoryData<string, string[]> Changes => new()
    {
        { "01", ["int N = 100;", "int N = 60;"] },
        { "01", ["double chi = N;", "double chi = 30;"] },
        { "02", ["int N = full ? 200 : 120,", "int N = 100,", "int seeds = full ? 20 : 5;", "int seeds = 3;"] },
        { "03", ["int N = full ? 200 : 120,", "int N = 100,", "int steps = full ? 61 : 25;", "int steps = 13;"] },
        { "04", ["int N = 100,", "int N = 140,"] },
        { "04", ["double chi = 1;", "double chi = 10;"] },
        { "05", ["int N = full ? 200 : 120,", "int N = 100,"] },
    };

    /// <summary>The same for notebooks that sample for a minute.</summary>
    public static TheoryData<string, string[]> LongChanges => new()
    {
        { "06", ["int N = full ? 100 : 80;", "int N = 60;", "int stops = full ? 4 : 3;", "int stops = 2;"] },
        { "07", ["int N1 = full ? 100 : 60;", "int N1 = 80;"] },
        { "07", ["double T = 0.05;", "double T = 0.1;"] },
        { "08", ["double[] loads = [0.5, 1, 1.5];", "double[] loads = [0.4, 1.2];"] },
        { "09", ["int N1 = full ? 50 : 40;", "int N1 = 60;", "int networks = full ? 200 : 48;", "int networks = 40;"] },
        { "09", ["int N1 = full ? 50 : 40;", "int N1 = 32;", "double[] temperatures = [0.01, 0.1, 1];", "double[] temperatures = [0.2, 2];"] },
        { "10", ["int N = full ? 60 : 40;", "int N = 50;", "double kappa = 0.1;", "double kappa = 0.2;"] },
        { "10", ["chi = 1;", "chi = 2;", "int[] factors = full ? [1, 2, 4, 8] : [1, 2, 4];", "int[] factors = [1, 3];"] },
        { "11", ["int N = full ? 100 : 64;", "int N = 80;", "int stops = full ? 5 : 3;", "int stops = 2;"] },
        { "11", ["int M = full ? 64 : 40;", "int M = 24;", "int narrow = 10,", "int narrow = 14,"] },
        { "12", ["int N = full ? 100 : 64;", "int N = 48;", "int stops = full ? 5 : 3;", "int stops = 2;"] },
        { "12", ["int plus = 3, minus = 8;", "int plus = 1, minus = 7;", "int stops = full ? 5 : 3;", "int stops = 2;"] },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Changes))]
    public Task Every_cell_runs_and_every_statement_holds(string notebook, string[] changes) => RunAsync(notebook, changes);

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(LongChanges))]
    public Task Every_cell_runs_and_every_statement_holds_in_long_notebooks(string notebook, string[] changes) => RunAsync(notebook, changes);

    private async Task RunAsync(string notebook, string[] changes)
    {
        var source = WorkbookFixture.Sources.Single(path => Path.GetFileName(path).StartsWith(notebook, StringComparison.Ordinal));
        var changed = folder.Write(
            Path.GetFileName(source), Changed(source, changes).Replace("../lib/bin", Path.Combine(WorkbookProcess.Repository, "lib", "bin"), StringComparison.Ordinal));
        var start = WorkbookProcess.Prepare(folder.Path, "run", changed, "--out", folder.File("out"));
        start.Environment["XDG_DATA_HOME"] = folder.File("cache"); // not the repository's: nobody needs these runs again
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Environment.ProcessPath)}"; // no browser: pictures are not what is tested
        start.FileName = Environment.ProcessPath!;
        var outcome = await WorkbookProcess.RunAsync(start, minutes: 40);
        Assert.True(outcome.ExitCode == 0, $"{string.Join(" → ", changes)}\n{outcome.Output}\n{outcome.Errors}");
        var statements = StatementCount.Of(NotebookFile.Read(folder.File($"out/{Path.GetFileNameWithoutExtension(source)}.ipynb")));
        Assert.True(statements.Total > 0 && statements.Holding == statements.Total, $"{statements}");
    }

    private static string Changed(string source, string[] changes)
    {
        var text = File.ReadAllText(source);
        var parameters = NotebookFile.Read(source).Cells.Single(cell => cell.IsCode && cell.Source.StartsWith("var full = ", StringComparison.Ordinal)).Source;
        var changed = parameters;
        foreach (var change in changes.Chunk(2))
        {
            Assert.Contains(change[0], changed, StringComparison.Ordinal);
            changed = changed.Replace(change[0], change[1], StringComparison.Ordinal);
        }

        Assert.Contains(parameters, text, StringComparison.Ordinal);
        return text.Replace(parameters, changed, StringComparison.Ordinal);
    }
}
