using FeatureLearning.Protocol;

namespace FeatureLearning.Engine.Tests;

/// <summary>What <c>#r</c> of a file means, in the repository and for an installed tool.</summary>
public sealed class CellReferencesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("engine-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_library_of_the_repository_that_is_not_there_has_to_be_built()
    {
        CellFault fault = new CellReferences(folder, libraries: null).Check("// x\n#r \"../lib/bin/FeatureLearning.dll\"")!;
        Assert.Equal((CellFault.Directive, 2), (fault.Name, fault.Line));
        Assert.Contains("dotnet build -c Release FeatureLearning.Notebooks.sln", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_installed_tool_brings_its_own()
    {
        string copy = Path.Combine(folder, "FeatureLearning.dll");
        File.WriteAllText(copy, "");
        CellReferences references = new(Path.Combine(folder, "elsewhere"), libraries: folder);
        const string Code = "#r \"../lib/bin/FeatureLearning.dll\"\n#r \"System.Xml\"\nvar x = 1;";
        Assert.Null(references.Check(Code));
        Assert.Equal($"#r \"{copy}\"\n#r \"System.Xml\"\nvar x = 1;", references.Located(Code));
        Assert.NotNull(references.Check("#r \"../lib/bin/Other.dll\""));
    }

    [Fact]
    public void Files_are_looked_for_from_the_notebooks_folder()
    {
        File.WriteAllText(Path.Combine(folder, "there.dll"), "");
        CellReferences references = new(folder, libraries: null);
        Assert.Null(references.Check("#r \"there.dll\""));
        Assert.Contains("relative to the notebook's folder", references.Check("#r \"missing.dll\"")!.Message, StringComparison.Ordinal);
    }
}
