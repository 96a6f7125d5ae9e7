using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;

namespace FeatureLearning.Workbook.Engine;

/// <summary>What a cell came to: a fault, or the value of its trailing expression (null when there is none).</summary>
/// <param name="Fault">Why it failed, or null.</param>
/// <param name="Value">The trailing expression's value.</param>
/// <param name="StillRunning">It was interrupted, and code that it started on other threads could not be stopped.</param>
internal sealed record CellEvaluation(CellFault? Fault, object? Value, bool StillRunning = false);

/// <summary>
/// A C# notebook session with the semantics of .NET Interactive's C# kernel: every cell sees what earlier cells defined, also those of
/// a cell that failed half-way.
/// </summary>
internal sealed class CSharpSession
{
    private static readonly string[] Imports =
        ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    private static readonly EmitOptions Portable = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly CellReferenceResolver references;
    private readonly FaultReader faults;
    private readonly SubmissionLoader loader = new();
    private readonly CellInterruption interruption;
    private readonly PackageReferences packages;
    private ScriptOptions options;
    private Script<object>? last;

    public CSharpSession(string directory, CellInterruption interruption)
    {
        this.interruption = interruption;
        packages = new PackageReferences(directory);
        references = new CellReferenceResolver(directory);
        faults = new FaultReader(Path.Combine(directory, "cell "));
        options = ScriptOptions.Default
            .WithReferences(FrameworkReferences.All())
            .WithImports(Imports)
            .WithMetadataResolver(references)
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(directory))
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8)
            .WithAllowUnsafe(true);
    }

    /// <summary>Defines what every notebook finds; the compiler is warm afterwards.</summary>
    public void Start()
    {
        Script<object> script = CSharpScript.Create<object>(Prelude.Code, options.WithFilePath("prelude"));
        if (Run(script, 0, Prelude.Code).Fault is { } fault)
        {
            throw new InvalidOperationException(fault.Message);
        }
    }

    public CellEvaluation Run(int cell, string code)
    {
        if ((AddPackages(code) ?? CellDirectives.Check(code, references)) is { } fault)
        {
            return new CellEvaluation(fault, null);
        }

        Script<object> script = Last.ContinueWith<object>(PackageDirectives.RemovedFrom(code), options.WithFilePath(faults.CellFile(cell)));
        return Run(script, cell, code);
    }

    /// <summary>Names that may stand at a position of a text that would be the next cell.</summary>
    public Completions Complete(string code, int position) =>
        CellCompletion.At(Last.ContinueWith<object>(PackageDirectives.RemovedFrom(code), options).GetCompilation(), position);

    public CellFault Explain(Exception exception, int cell, string code) => faults.FromException(exception, cell, code);

    private Script<object> Last => last ?? throw new InvalidOperationException("the session has not been started");

    private CellFault? AddPackages(string code)
    {
        if (packages.AddAll(code) is { } fault)
        {
            return fault;
        }

        if (packages.TakeNew() is { } restored)
        {
            options = options.AddReferences(restored.Assemblies.Select(path => MetadataReference.CreateFromFile(path)));
            loader.NativeLibraries = restored.NativeLibraries;
        }

        return null;
    }

    private CellEvaluation Run(Script<object> script, int cell, string code)
    {
        Compilation compilation = script.GetCompilation();
        using MemoryStream image = new();
        using MemoryStream symbols = new();
        EmitResult emitted = compilation.Emit(image, symbols, options: Portable);
        // A cell of directives alone emits nothing, which Roslyn calls no success; it is an error only if there are errors.
        bool isEmpty = !compilation.SyntaxTrees.Any(tree => tree.GetRoot() is CompilationUnitSyntax { Members.Count: > 0 });
        if (!emitted.Success && (!isEmpty || emitted.Diagnostics.Any(found => found.Severity == DiagnosticSeverity.Error)))
        {
            return new CellEvaluation(FaultReader.FromDiagnostics(emitted.Diagnostics, code), null);
        }

        last = script;
        loader.Learn(compilation);
        if (isEmpty)
        {
            return new CellEvaluation(null, null);
        }

        try
        {
            return new CellEvaluation(null, interruption.Run(loader.Load(compilation, image.ToArray(), symbols.ToArray())));
        }
        catch (CellInterruptedException stopped)
        {
            return new CellEvaluation(CellFault.At("Interrupted", "the cell was interrupted", null, code), null, stopped.StillRunning);
        }
        catch (Exception exception)
        {
            // Anything that user code throws is the cell's fault, in both senses.
            return new CellEvaluation(faults.FromException(exception, cell, code), null);
        }
    }
}
