using FeatureLearning.Protocol;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace FeatureLearning.Engine;

/// <summary>
/// A notebook's session in .NET Interactive: a composite kernel with the C# kernel, made as its tool makes it, and the small kernels that come
/// with it. Lines <c>#r "nuget: …"</c> are restored by the project's own way: the package with the kernel's way excludes F# libraries.
/// </summary>
internal sealed class NotebookKernel : IDisposable
{
    private readonly CompositeKernel kernel = [];
    private readonly CellCompilation compilation;
    private readonly CellReferences references;
    private readonly PackageReferences packages;
    private readonly PackageLoader loader;
    private readonly CellInterruption interruption;
    private readonly CellConsole console;
    private readonly CellFiles files;
    private readonly FaultReader faults;
    private ExecuteRequest? running;

    public NotebookKernel(string directory, EngineSettings settings, CellInterruption interruption, CellConsole console)
    {
        this.interruption = interruption;
        this.console = console;
        CSharpKernel csharp = new CSharpKernel().UseKernelHelpers().UseWho().UseValueSharing();
        csharp.AddMiddleware(new CellThread(interruption, console, NamePart).InvokeAsync);
        kernel.Add(csharp, ["c#", "C#"]);
        kernel.Add(new HtmlKernel());
        kernel.Add(new KeyValueStoreKernel().UseWho());
        kernel.UseImportMagicCommand();
        kernel.DefaultKernelName = csharp.Name;
        compilation = new CellCompilation(csharp, CellCompilation.Options);
        references = new CellReferences(directory, settings.LibrariesFolder);
        packages = new PackageReferences(directory, settings.PackagesFolder);
        loader = new PackageLoader(csharp);
        files = new CellFiles(directory);
        faults = new FaultReader(files);
    }

    public void Dispose() => kernel.Dispose();

    /// <summary>Warms up the compiler; an exception in a session's first submission would lose its state.</summary>
    public void Start()
    {
        PlotlyNetCharts.ShowWhereLoaded();
        Send(new SubmitCode("1"));
    }

    /// <summary>Runs a cell to its end.</summary>
    /// <param name="request">The cell.</param>
    /// <param name="send">Takes what the cell shows as soon as it shows it.</param>
    public CellOutcome Run(ExecuteRequest request, Action<EngineEvent> send)
    {
        try
        {
            if ((packages.AddAll(request.Code) ?? references.Check(request.Code)) is { } missing)
            {
                return new CellOutcome(missing);
            }

            if (packages.TakeNew() is { } restored)
            {
                loader.Load(restored);
            }

            string code = references.Located(PackageDirectives.RemovedFrom(request.Code));
            running = request with { Code = code };
            CellEvents told = new(request, send, console, faults);
            using IDisposable subscription = kernel.KernelEvents.Subscribe(told);
            KernelCommandResult result = Send(new SubmitCode(code));
            told.End();
            return result.Events.OfType<CommandFailed>().LastOrDefault() is { } failed ? Outcome(told, failed, request) : new CellOutcome(null);
        }
        catch (Exception exception)
        {
            // A value's own formatter threw, or the kernel: a cell that cannot show its result has failed, the session has not.
            return new CellOutcome(faults.FromException(exception, request.Cell, request.Code));
        }
    }

    /// <summary>Names that may stand at a position of a text that would be the next cell.</summary>
    public CompletionsEvent Complete(CompleteRequest request)
    {
        RequestCompletions question = new(request.Code, CellPosition.Of(request.Code, request.Position));
        CompletionsProduced? answer = Ask<CompletionsProduced>(question);
        return CellCompletion.Of(request, answer?.Completions ?? []);
    }

    /// <summary>What the name at a position is, and the method that is being called there.</summary>
    public InspectionEvent Inspect(InspectRequest request)
    {
        LinePosition position = CellPosition.Of(request.Code, request.Position);
        SignatureHelpProduced? call = Ask<SignatureHelpProduced>(new RequestSignatureHelp(request.Code, position));
        HoverTextProduced? name = Ask<HoverTextProduced>(new RequestHoverText(request.Code, position));
        return new InspectionEvent(request.Id, CellInspection.Markdown(name, call));
    }

    /// <summary>Magic commands divide a cell; each part is compiled under a name that tells where in the cell it begins.</summary>
    private void NamePart(SubmitCode part)
    {
        if (running is { } cell && cell.Code.IndexOf(part.Code, StringComparison.Ordinal) is >= 0 and var start)
        {
            compilation.Name(files.Name(cell.Cell, cell.Code.AsSpan(0, start).Count('\n')));
        }
    }

    private CellOutcome Outcome(CellEvents told, CommandFailed failed, ExecuteRequest request)
    {
        if (interruption.WasAsked)
        {
            bool stillRunning = failed.Exception is CellInterruptedException { StillRunning: true };
            return new CellOutcome(CellFault.At("Interrupted", "the cell was interrupted", null, request.Code), stillRunning);
        }

        return new CellOutcome(told.Fault(failed));
    }

    private T? Ask<T>(KernelCommand question)
        where T : KernelEvent
    {
        try
        {
            return Send(question).Events.OfType<T>().LastOrDefault();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or NotSupportedException)
        {
            // Half-written code may be more than the compiler's look-up bears; no answer is better than no session.
            return null;
        }
    }

    // In a task of its own: what a command leaves in the flow of execution stays out of the next one.
    private KernelCommandResult Send(KernelCommand command) => Task.Run(() => kernel.SendAsync(command)).GetAwaiter().GetResult();
}
