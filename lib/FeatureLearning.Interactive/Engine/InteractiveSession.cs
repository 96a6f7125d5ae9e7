using FeatureLearning.Workbook.Engine;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace FeatureLearning.Interactive.Engine;

/// <summary>
/// A notebook's session in .NET Interactive: a composite kernel with the C# kernel, made as the tool makes it. Lines <c>#r "nuget: …"</c> are
/// restored by the command's own way, since the tool's is in a package that this project does without.
/// </summary>
internal sealed class InteractiveSession : IDisposable
{
    private readonly CSharpKernel csharp;
    private readonly CompositeKernel kernel;
    private readonly PackageReferences packages;
    private readonly PackageLoader loader;
    private readonly FaultReader faults;

    public InteractiveSession(string directory)
    {
        csharp = new CSharpKernel().UseKernelHelpers().UseWho().UseValueSharing();
        kernel = [];
        kernel.Add(csharp, ["c#", "C#"]);
        kernel.DefaultKernelName = csharp.Name;
        packages = new PackageReferences(directory);
        loader = new PackageLoader(csharp);
        faults = new FaultReader(Path.Combine(directory, "cell "));
    }

    public void Dispose() => kernel.Dispose();

    /// <summary>Warms up the compiler.</summary>
    public Task StartAsync() => kernel.SendAsync(new SubmitCode("1"));

    /// <summary>Runs a cell to its end.</summary>
    /// <param name="request">The cell.</param>
    /// <param name="send">Takes what the cell shows as soon as it shows it.</param>
    /// <param name="cancellation">Cancels the cell.</param>
    /// <returns>Why it failed, or null.</returns>
    public async Task<CellFault?> RunAsync(ExecuteRequest request, Action<EngineEvent> send, CancellationToken cancellation)
    {
        if (await AddPackagesAsync(request.Code).ConfigureAwait(false) is { } missing)
        {
            return missing;
        }

        CellEvents told = new(request, send, faults);
        using IDisposable subscription = kernel.KernelEvents.Subscribe(told);
        SubmitCode cell = new(PackageDirectives.RemovedFrom(request.Code));
        KernelCommandResult result = await kernel.SendAsync(cell, cancellation).ConfigureAwait(false);
        return result.Events.OfType<CommandFailed>().LastOrDefault() is { } failed ? told.Fault(failed) : null;
    }

    private async Task<CellFault?> AddPackagesAsync(string code)
    {
        if (packages.AddAll(code) is { } fault)
        {
            return fault;
        }

        if (packages.TakeNew() is { } restored)
        {
            await loader.LoadAsync(restored).ConfigureAwait(false);
        }

        return null;
    }
}
