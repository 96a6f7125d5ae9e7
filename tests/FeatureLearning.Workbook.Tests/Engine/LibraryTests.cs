using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Tests.Engine;

/// <summary>Libraries that a cell names by <c>#r</c>, each test in a process of its own: what is loaded stays loaded.</summary>
public sealed class LibraryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_a_library_needs_is_found_beside_it()
    {
        Copy("FeatureLearning.Plotly.dll", "FeatureLearning.dll", "MathNet.Numerics.dll");
        string location = await ValueAsync("""
            #r "beside/FeatureLearning.Plotly.dll"
            var series = FeatureLearning.Plotly.Series.Of(default(FeatureLearning.Theory.TheoryKind));
            AppDomain.CurrentDomain.GetAssemblies().Single(assembly => assembly.GetName().Name == "FeatureLearning").Location
            """);
        Assert.Equal(folder.File("beside/FeatureLearning.dll"), location);
    }

    [Fact]
    public async Task A_rebuilt_library_is_there_in_the_next_session()
    {
        await BuildAsync("public static class Rebuilt { public static int Version => 1; }");
        Assert.Equal("1", await ValueAsync("#r \"beside/Rebuilt.dll\"\nRebuilt.Version"));
        await BuildAsync("public static class Rebuilt { public static int Version => 2; }");
        Assert.Equal("2", await ValueAsync("#r \"beside/Rebuilt.dll\"\nRebuilt.Version"));
    }

    private void Copy(params string[] names)
    {
        Directory.CreateDirectory(folder.File("beside"));
        foreach (string name in names)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), folder.File($"beside/{name}"));
        }
    }

    /// <summary>Compiled by the engine's own compiler: no other one is here.</summary>
    private async Task BuildAsync(string source)
    {
        Directory.CreateDirectory(folder.File("beside"));
        string done = await ValueAsync($$""""
            using Microsoft.CodeAnalysis;
            using Microsoft.CodeAnalysis.CSharp;
            var tree = CSharpSyntaxTree.ParseText("""{{source}}""");
            var core = MetadataReference.CreateFromFile(typeof(object).Assembly.Location);
            CSharpCompilation.Create("Rebuilt", [tree], [core], new(OutputKind.DynamicallyLinkedLibrary)).Emit("beside/Rebuilt.dll").Success
            """");
        Assert.Equal("True", done);
    }

    private async Task<string> ValueAsync(string code)
    {
        await using EngineProcess engine = EngineProcess.Start(folder.Path, new Dictionary<string, string>());
        CellResult result = await new CellExecutor(engine).RunAsync(1, code, TimeSpan.FromSeconds(60), CancellationToken.None);
        Assert.True(result.Status == CellStatus.Succeeded, result.Error?.Message);
        return Assert.IsType<BundleOutput>(result.Outputs[^1]).Data["text/plain"];
    }
}
