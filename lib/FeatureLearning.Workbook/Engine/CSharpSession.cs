using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;

namespace FeatureLearning.Workbook.Engine;

/// <summary>What a cell came to: a fault, or the value of its trailing expression (null when there is none).</summary>
internal sealed record CellEvaluation(CellFault? Fault, object? Value);

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
    private readonly ScriptOptions options;
    private readonly SubmissionLoader loader = new();
    private Script<object>? last;

    public CSharpSession(string directory)
    {
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
    public async Task StartAsync()
    {
        Script<object> script = CSharpScript.Create<object>(Prelude.Code, options.WithFilePath("prelude"));
        CellEvaluation prelude = await RunAsync(script, 0, Prelude.Code).ConfigureAwait(false);
        if (prelude.Fault is { } fault)
        {
            throw new InvalidOperationException(fault.Message);
        }
    }

    public async Task<CellEvaluation> RunAsync(int cell, string code)
    {
        if (CellDirectives.Check(code, references) is { } fault)
        {
            return new CellEvaluation(fault, null);
        }

        Script<object> before = last ?? throw new InvalidOperationException("the session has not been started");
        Script<object> script = before.ContinueWith<object>(code, options.WithFilePath(faults.CellFile(cell)));
        return await RunAsync(script, cell, code).ConfigureAwait(false);
    }

    public CellFault Explain(Exception exception, int cell, string code) => faults.FromException(exception, cell, code);

    private async Task<CellEvaluation> RunAsync(Script<object> script, int cell, string code)
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
        if (isEmpty)
        {
            return new CellEvaluation(null, null);
        }

        try
        {
            return new CellEvaluation(null, await loader.RunAsync(compilation, image.ToArray(), symbols.ToArray()).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            // Anything that user code throws is the cell's fault, in both senses.
            return new CellEvaluation(faults.FromException(exception, cell, code), null);
        }
    }
}
