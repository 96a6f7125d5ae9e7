using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Engine;

/// <summary><c>#r "nuget: …"</c>, with packages that building this project has put into the local cache.</summary>
public sealed class PackageTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [RestoreFact]
    public async Task A_package_is_restored_and_its_types_are_there()
    {
        Assert.Equal("0.5204998778130465", await engine.ValueAsync("// first\n#r \"nuget: MathNet.Numerics, 5.0.0\"\nMathNet.Numerics.SpecialFunctions.Erf(0.5)"));
        // The same again, in any writing, is no error; another version is.
        Assert.Equal("1", await engine.ValueAsync("#r \"nuget:MathNet.Numerics,5.0.0\"\n#r \"nuget: mathnet.numerics\"\n1"));
        ErrorOutput error = await engine.ErrorAsync("1.ToString();\n#r \"nuget: MathNet.Numerics, 4.15.0\"");
        Assert.NotEqual(CellStatus.Crashed.ToString(), error.Name);
        error = await engine.ErrorAsync("#r \"nuget: MathNet.Numerics, 4.15.0\"\n1");
        Assert.Equal(("PackageError", "the package 'MathNet.Numerics' is loaded in version 5.0.0 already; restart to load 4.15.0", 1), (error.Name, error.Message, error.Line));
    }

    [RestoreFact]
    public async Task What_a_package_needs_comes_with_it()
    {
        string location = await engine.ValueAsync(
            "#r \"nuget: BenchmarkDotNet, 0.14.0\"\ntypeof(BenchmarkDotNet.Running.BenchmarkRunner).Assembly.GetReferencedAssemblies()"
            + ".Select(name => System.Reflection.Assembly.Load(name)).First(a => a.GetName().Name == \"Perfolizer\").Location");
        Assert.Contains("/perfolizer/", location.Replace('\\', '/'), StringComparison.OrdinalIgnoreCase);
    }

    [RestoreFact]
    public async Task Its_native_libraries_load()
    {
        CellResult result = await engine.RunAsync("""
            #r "nuget: Microsoft.Data.Sqlite, 10.0.0"
            var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
            connection.Open();
            var command = connection.CreateCommand();
            command.CommandText = "select 40 + 2";
            command.ExecuteScalar()
            """);
        Assert.True(result.Status == CellStatus.Succeeded, result.Error?.Message);
        Assert.Equal("42", Assert.IsType<BundleOutput>(Assert.Single(result.Outputs)).Data["text/plain"]);
    }

    [Theory]
    [InlineData("No.Such.Package.Of.Anyone, 1.0.0", "the package 'No.Such.Package.Of.Anyone, 1.0.0' cannot be restored")]
    [InlineData("Plotly.NET.Interactive, 999.0.0", "the package 'Plotly.NET.Interactive, 999.0.0' cannot be restored")]
    [InlineData("", "is not understood")]
    [InlineData("a b", "is not understood")]
    [InlineData("X, <Import/>", "is not understood")]
    [InlineData("../X, 1.0", "is not understood")]
    public async Task A_package_that_cannot_be_had_is_an_error_that_names_it(string reference, string expected)
    {
        ErrorOutput error = await engine.ErrorAsync($"// a line\n#r \"nuget: {reference}\"\n1");
        Assert.Equal(("PackageError", 2), (error.Name, error.Line));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal("3", await engine.ValueAsync("1 + 2"));
    }
}
