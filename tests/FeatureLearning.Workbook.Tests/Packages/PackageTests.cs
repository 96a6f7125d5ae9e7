using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text.Json;
using System.Xml.Linq;

namespace FeatureLearning.Workbook.Tests.Packages;

/// <summary>The packages opened, and the tool used as someone who has only them.</summary>
public sealed class PackageTests(PackageFixture packages) : IClassFixture<PackageFixture>
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE"), SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Theory]
    [InlineData("FeatureLearning", "MathNet.Numerics")]
    [InlineData("FeatureLearning.Plotly", "FeatureLearning")]
    [InlineData("FeatureLearning.Storage", "FeatureLearning")]
    public void A_library_has_documentation_and_its_dependencies(string name, params string[] dependencies)
    {
        using ZipArchive package = ZipFile.OpenRead(packages.Package(name));
        Assert.Equal(
            ["LICENSE", "README.md", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"],
            package.Entries.Select(entry => entry.FullName).Where(entry => entry is "LICENSE" or "README.md" || entry.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        XElement metadata = Metadata(package, name);
        Assert.Equal(dependencies, metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.All((string[])["version", "authors", "description", "tags", "copyright"], part => Assert.NotEmpty(Value(metadata, part)));
        Assert.NotEqual("Package Description", Value(metadata, "description"));
        using Stream documentation = package.GetEntry($"lib/net10.0/{name}.xml")!.Open();
        Assert.True(XDocument.Load(documentation).Descendants("member").Count() >= 10);
    }

    [Theory]
    [InlineData("FeatureLearning")]
    [InlineData("FeatureLearning.Plotly")]
    [InlineData("FeatureLearning.Storage")]
    public void Symbols_carry_every_source_and_the_address_of_the_repository_where_there_is_one(string name)
    {
        using ZipArchive package = ZipFile.OpenRead(packages.Package(name, "snupkg"));
        using MemoryStream symbols = new();
        using (Stream entry = package.GetEntry($"lib/net10.0/{name}.pdb")!.Open())
        {
            entry.CopyTo(symbols);
        }

        symbols.Position = 0;
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(symbols);
        MetadataReader reader = provider.GetMetadataReader();
        Assert.All(reader.Documents, document => Assert.True(
            Has(reader, document, EmbeddedSource), reader.GetString(reader.GetDocument(document).Name)));
        using ZipArchive library = ZipFile.OpenRead(packages.Package(name));
        XElement? repository = Metadata(library, name).Elements().FirstOrDefault(element => element.Name.LocalName == "repository");
        bool isLinked = Has(reader, EntityHandle.ModuleDefinition, SourceLink);
        Assert.True(!isLinked || repository?.Attribute("url") is not null, "the symbols name a repository that the package does not");
    }

    [Fact]
    public void The_tool_is_a_tool_and_brings_what_it_needs()
    {
        using ZipArchive package = ZipFile.OpenRead(packages.Package("FeatureLearning.Workbook"));
        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.All(
            (string[])["README.md", "LICENSE", "tools/net10.0/any/DotnetToolSettings.xml", "tools/net10.0/any/workbook.dll", "tools/net10.0/any/FeatureLearning.dll", "tools/net10.0/any/FeatureLearning.Plotly.dll", "tools/net10.0/any/FeatureLearning.Storage.dll", "tools/net10.0/any/MathNet.Numerics.dll"],
            name => Assert.Contains(name, names));
        using StreamReader settings = new(package.GetEntry("tools/net10.0/any/DotnetToolSettings.xml")!.Open());
        Assert.Contains("Name=\"workbook\" EntryPoint=\"workbook.dll\"", settings.ReadToEnd(), StringComparison.Ordinal);
        Assert.Contains("DotnetTool", Metadata(package, "FeatureLearning.Workbook").ToString(), StringComparison.Ordinal);
        Assert.True(new FileInfo(packages.Package("FeatureLearning.Workbook")).Length < 16_000_000);
    }

    [Fact]
    public async Task The_installed_tool_solves()
    {
        string Csv(string name, string text)
        {
            File.WriteAllText(Path.Combine(packages.Work, name), text);
            return name;
        }

        string x = Csv("x.csv", "1,0\n0,1\n1,1\n"), y = Csv("y.csv", "1\n-1\n0\n");
        WorkbookProcess.Outcome outcome = await packages.ToolAsync("solve", "--theory", "nngp", "--train-x", x, "--train-y", y, "--width", "10", "--activation", "linear", "--kappa", "0.1");
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.Equal("converged", json.RootElement.GetProperty("status").GetString(), ignoreCase: true);
    }

    [Fact]
    public async Task The_installed_tool_runs_a_notebook_of_the_repository_elsewhere()
    {
        const string Notebook =
            """
            #!csharp

            #r "../lib/bin/FeatureLearning.dll"
            #r "../lib/bin/FeatureLearning.Plotly.dll"
            using FeatureLearning.Plotly;
            using FeatureLearning.Tasks;
            var task = IsingTask.Draw(dimension: 5, train: 4, test: 2, probability: 0.6, seed: 1);
            Figure.New("A figure").Line([1.0, 2], [3.0, 4], Series.Exact)

            #!csharp

            task.Train.Count
            """;
        File.WriteAllText(Path.Combine(packages.Work, "tiny.dib"), Notebook);
        WorkbookProcess.Outcome outcome = await packages.ToolAsync("run", "tiny.dib", "--out", "out");
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Errors);
        string executed = File.ReadAllText(Path.Combine(packages.Work, "out", "tiny.ipynb"));
        Assert.Contains("application/vnd.plotly.v1+json", executed, StringComparison.Ordinal);
        Assert.Contains("\"4\"", executed, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(packages.Work, "out", "report", "tiny.html")));
    }

    private static XElement Metadata(ZipArchive package, string name)
    {
        using Stream stream = package.GetEntry(name + ".nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static string Value(XElement metadata, string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    private static bool Has(MetadataReader reader, EntityHandle owner, Guid kind) => reader.GetCustomDebugInformation(owner)
        .Any(handle => reader.GetGuid(reader.GetCustomDebugInformation(handle).Kind) == kind);
}
