using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace FeatureLearning.Engine.Tests;

/// <summary>The one private field of the kernel that we set.</summary>
public sealed class CellCompilationTests
{
    [Fact]
    public void The_pinned_version_has_the_field() => Assert.NotNull(CellCompilation.Options);

    [Fact]
    public async Task With_it_a_stack_frame_names_the_file_and_line()
    {
        using CSharpKernel kernel = new();
        new CellCompilation(kernel, CellCompilation.Options).Name(Path.Combine(Path.GetTempPath(), "cell 3+0"));
        Assert.Contains("cell 3+0:line 2", (await FailAsync(kernel)).StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_it_cells_run_all_the_same()
    {
        using CSharpKernel kernel = new();
        new CellCompilation(kernel, options: null).Name("cell 3+0");
        Assert.DoesNotContain(":line 2", (await FailAsync(kernel)).StackTrace, StringComparison.Ordinal);
    }

    private static async Task<Exception> FailAsync(CSharpKernel kernel)
    {
        await kernel.SendAsync(new SubmitCode("1"));
        KernelCommandResult result = await kernel.SendAsync(new SubmitCode("int a = 1;\nthrow new InvalidOperationException();"));
        return Assert.IsType<InvalidOperationException>(result.Events.OfType<CommandFailed>().Single().Exception);
    }
}
