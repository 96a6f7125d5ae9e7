using System.Xml.Linq;
using FeatureLearning.Workbook.Engine;

namespace FeatureLearning.Workbook.Tests.Run;

/// <summary>
/// The second engine, .NET Interactive's own, where it is not built; where it is, <c>tests/FeatureLearning.Interactive.Tests</c> tests it.
/// </summary>
public sealed class InteractiveEngineTests : IDisposable
{
    private static readonly string[] Packages =
        ["Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.CSharp", "Plotly.NET", "Plotly.NET.Interactive"];

    private readonly TemporaryFolder folder = new();

    public InteractiveEngineTests() => folder.Write("FeatureLearning.Notebooks.sln", "");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Where_it_is_not_built_the_command_says_what_builds_it()
    {
        WorkbookProcess.Outcome outcome = await RunAsync();
        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal(
            "workbook: the engine 'interactive' is not built; build it with: dotnet build -c Release lib/FeatureLearning.Interactive "
            + "(a package feed must have its packages, see its README)\n",
            outcome.Errors);
        Assert.False(Directory.Exists(folder.File("artifacts")));
    }

    [Fact]
    public async Task After_a_restore_that_failed_it_names_what_was_not_found()
    {
        // As NuGet leaves it.
        folder.Write("lib/FeatureLearning.Interactive/obj/project.assets.json", """
            {"version": 3, "logs": [
              {"code": "NU1101", "level": "Error", "message": "Unable to find package", "libraryId": "Microsoft.DotNet.Interactive", "targetGraphs": ["net10.0"]},
              {"code": "NU1603", "level": "Warning", "message": "…", "libraryId": "Something.Else"},
              {"code": "NU1101", "level": "Error", "message": "Unable to find package", "libraryId": "Plotly.NET"}]}
            """);
        WorkbookProcess.Outcome outcome = await RunAsync();
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("(its last restore did not find Microsoft.DotNet.Interactive, Plotly.NET)", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_built_is_started()
    {
        // Any program will do: this one ends at once.
        folder.Write("lib/bin/interactive/FeatureLearning.Interactive.dll", "not an assembly");
        WorkbookProcess.Outcome outcome = await RunAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("engine crashed", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("polyglot")]
    [InlineData("")]
    public async Task Another_engine_is_refused(string name)
    {
        WorkbookProcess.Outcome outcome = await RunAsync(name);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Its_project_references_four_packages_pinned_each_with_a_reason()
    {
        XDocument project = XDocument.Load(Repository("lib/FeatureLearning.Interactive/FeatureLearning.Interactive.csproj"));
        Assert.Equal(Packages, project.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value));
        XElement[] pins = [.. XDocument.Load(Repository("Directory.Packages.props")).Descendants("PackageVersion")];
        foreach (string package in Packages)
        {
            XElement pin = Assert.Single(pins, version => version.Attribute("Include")!.Value == package);
            Assert.Matches(@"^\[\d+\.\d+\.\d+(-beta\.\d+\.\d+)?\]$", pin.Attribute("Version")!.Value);
            Assert.True(pin.NodesBeforeSelf().LastOrDefault(node => node is not XText) is XComment { Value.Length: > 20 }, package);
        }
    }

    [Fact]
    public void No_part_of_the_solution_needs_it()
    {
        Assert.DoesNotContain("Interactive", File.ReadAllText(Repository("FeatureLearning.Notebooks.sln")), StringComparison.Ordinal);
        string[] others = [.. Directory.GetFiles(Repository("lib"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Repository("tests"), "*.csproj", SearchOption.AllDirectories))
            .Where(path => !Path.GetFileName(path).StartsWith("FeatureLearning.Interactive", StringComparison.Ordinal))];
        Assert.True(others.Length >= 7);
        Assert.All(others, path => Assert.DoesNotMatch("Include=\"(Microsoft\\.DotNet\\.Interactive|Plotly\\.NET|[^\"]*FeatureLearning\\.Interactive)", File.ReadAllText(path)));
    }

    [Fact]
    public void The_command_named_is_the_one_that_the_README_gives() =>
        Assert.Contains($"\n{InteractiveEngine.BuildCommand}\n", File.ReadAllText(Repository("README.md")), StringComparison.Ordinal);

    private static string Repository(string path) => Path.Combine(WorkbookProcess.Repository, path);

    private Task<WorkbookProcess.Outcome> RunAsync(string engine = "interactive") => WorkbookProcess.RunAsync(
        WorkbookProcess.Prepare(folder.Path, "run", folder.WriteCells("a.dib", "1"), "--engine", engine));
}
