using System.Collections.Immutable;
using FeatureLearning.Workbook.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Diagnostic = Microsoft.DotNet.Interactive.Diagnostic;
using Shown = Microsoft.DotNet.Interactive.Events.DisplayEvent;

namespace FeatureLearning.Interactive.Engine;

/// <summary>Tells the command what a cell shows while it runs, in the command's words, and at the end why it failed.</summary>
internal sealed class CellEvents(ExecuteRequest request, Action<EngineEvent> send, FaultReader faults) : IObserver<KernelEvent>
{
    private readonly List<Diagnostic> errors = [];

    public void OnNext(KernelEvent value)
    {
        switch (value)
        {
            case StandardOutputValueProduced output: SendText("stdout", output); break;
            case StandardErrorValueProduced output: SendText("stderr", output); break;
            case ReturnValueProduced result: send(new ResultEvent(request.Id, Bundle(result))); break;
            case DisplayedValueProduced or DisplayedValueUpdated: send(new Workbook.Engine.DisplayEvent(request.Id, Bundle((Shown)value))); break;
            case DiagnosticsProduced found:
                errors.AddRange(found.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public CellFault Fault(CommandFailed failed)
    {
        if (errors is [var first, ..])
        {
            return CellFault.At("CompilationError", $"{first.Code}: {first.Message}", Line(first), request.Code, errors.Select(Describe));
        }

        return failed.Exception is { } exception
            ? faults.FromException(exception, request.Cell, request.Code)
            : CellFault.At("CommandFailed", failed.Message, null, request.Code, [failed.Message]);
    }

    private static int Line(Diagnostic diagnostic) => diagnostic.LinePositionSpan.Start.Line + 1;

    private static string Describe(Diagnostic diagnostic) => FormattableString.Invariant(
        $"line {Line(diagnostic)}, column {diagnostic.LinePositionSpan.Start.Character + 1}: {diagnostic.Code}: {diagnostic.Message}");

    private void SendText(string stream, Shown output) =>
        send(new StreamEvent(request.Id, stream, string.Concat(output.FormattedValues.Select(value => value.Value))));

    private static ImmutableSortedDictionary<string, string> Bundle(Shown shown)
    {
        var bundle = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (FormattedValue value in shown.FormattedValues)
        {
            bundle[value.MimeType] = value.Value;
        }

        return bundle.ToImmutable();
    }
}
