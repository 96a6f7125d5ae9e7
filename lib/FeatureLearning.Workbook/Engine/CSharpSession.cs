using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace FeatureLearning.Workbook.Engine;

/// <summary>What a cell came to: a fault, or the value of its trailing expression (null when there is none).</summary>
internal sealed record CellEvaluation(CellFault? Fault, object? Value);

/// <summary>
/// A C# notebook session with the semantics of .NET Interactive's C# kernel: every cell sees what earlier cells defined, also those of
/// a cell that failed half-way.
/// </summary>
internal sealed class CSharpSession : IDisposable
{
    private static readonly string[] Imports =
        ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    private readonly CellReferenceResolver references;
    private readonly FaultReader faults;
    private readonly ScriptOptions options;
    private readonly InteractiveAssemblyLoader loader = new();
    private ScriptState<object>? state;

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
        Script<object> script = CSharpScript.Create<object>(Prelude.Code, options.WithFilePath("prelude"), assemblyLoader: loader);
        state = await script.RunAsync().ConfigureAwait(false);
    }

    public async Task<CellEvaluation> RunAsync(int cell, string code)
    {
        if (CellDirectives.Check(code, references) is { } fault)
        {
            return new CellEvaluation(fault, null);
        }

        ScriptState<object> before = state ?? throw new InvalidOperationException("the session has not been started");
        Script<object> script = before.Script.ContinueWith<object>(code, options.WithFilePath(faults.CellFile(cell)));
        if (script.Compile().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            return new CellEvaluation(FaultReader.FromDiagnostics(script.Compile(), code), null);
        }

        ScriptState<object> after = await script.RunFromAsync(before, catchException: _ => true).ConfigureAwait(false);
        state = after;
        return after.Exception is { } exception
            ? new CellEvaluation(faults.FromException(exception, cell, code), null)
            : new CellEvaluation(null, after.ReturnValue);
    }

    public CellFault Explain(Exception exception, int cell, string code) => faults.FromException(exception, cell, code);

    public void Dispose() => loader.Dispose();
}
