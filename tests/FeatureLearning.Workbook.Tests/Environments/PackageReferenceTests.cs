using System.Xml.Linq;

namespace FeatureLearning.Workbook.Tests.Environments;

/// <summary>The packages that the project was asked to be built on.</summary>
public sealed class PackageReferenceTests
{
    private static readonly string[] Asked =
        ["Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.CSharp", "MathNet.Numerics", "Plotly.NET", "Plotly.NET.Interactive", "xunit"];

    private static readonly XElement[] Pins =
        [.. XDocument.Load(Path.Combine(WorkbookProcess.Repository, "Directory.Packages.props")).Descendants("PackageVersion")];

    [Fact]
    public void Each_is_referenced_by_a_project_of_the_solution_and_locked()
    {
        Dictionary<string, string> projects = Projects();
        foreach (string package in Asked)
        {
            string[] users = [.. projects.Keys.Where(path => References(path).Contains(package))];
            Assert.True(users.Length > 0, package);
            Assert.All(users, path => Assert.Contains(
                $"\"{package}\": {{", File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "packages.lock.json")), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_pin_has_a_reason_and_the_engines_are_exact()
    {
        Assert.All(Pins, pin => Assert.True(
            pin.NodesBeforeSelf().LastOrDefault(node => node is not XText) is XComment { Value.Length: > 20 }, pin.ToString()));
        string[] engine = [.. Pins.Where(pin => Name(pin).StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal))
            .Select(pin => pin.Attribute("Version")!.Value)];
        Assert.Equal(["[1.0.0-beta.26120.1]", "[1.0.0-beta.26120.1]"], engine);
    }

    [Fact]
    public void There_is_one_engine_no_project_brings_a_compiler_of_its_own_and_none_is_outside_the_solution()
    {
        string[] all = [.. Directory.GetFiles(WorkbookProcess.Repository, "*.csproj", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];
        Assert.Equal(all.Order(StringComparer.Ordinal), Projects().Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(all.SelectMany(References), package => package.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        Assert.Single(all, path => References(path).Contains("Microsoft.DotNet.Interactive.CSharp"));
    }

    [Fact]
    public void What_notebooks_load_does_not_depend_on_Plotly_NET()
    {
        foreach (string library in (string[])["FeatureLearning", "FeatureLearning.Plotly", "FeatureLearning.Storage"])
        {
            string locked = Path.Combine(WorkbookProcess.Repository, "lib", library, "packages.lock.json");
            Assert.DoesNotContain("\"Plotly.NET", File.ReadAllText(locked), StringComparison.Ordinal);
        }
    }

    /// <summary>The solution's projects, by path.</summary>
    private static Dictionary<string, string> Projects() => File.ReadLines(Path.Combine(WorkbookProcess.Repository, "FeatureLearning.Notebooks.sln"))
        .Where(line => line.StartsWith("Project(", StringComparison.Ordinal) && line.Contains(".csproj", StringComparison.Ordinal))
        .Select(line => Path.Combine(WorkbookProcess.Repository, line.Split('"')[5].Replace('\\', Path.DirectorySeparatorChar)))
        .ToDictionary(path => path, path => Path.GetFileNameWithoutExtension(path)!);

    private static string[] References(string project) => [.. XDocument.Load(project).Descendants("PackageReference").Select(Name)];

    private static string Name(XElement element) => element.Attribute("Include")!.Value;
}
