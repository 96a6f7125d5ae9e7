using System.Collections.Immutable;
using FeatureLearning.Protocol;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Diagnostic = Microsoft.DotNet.Interactive.Diagnostic;
using Shown = Microsoft.DotNet.Interactive.Events.DisplayEvent;

namespace FeatureLearning.Engine;

/// <summary>Tells the command what a cell shows while it runs, in the command's words, and at the end why it failed.</summary>
internal sealed class CellEvents(ExecuteRequest request, Action<EngineEvent> send, CellConsole console, FaultReader faults) : IObserver<KernelEvent>
{
    private readonly DisplayLimit limit = new();
    private readonly List<Diagnostic> errors = [];

    public void OnNext(KernelEvent value)
    {
        switch (value)
        {
            // Only what is printed outside a cell's own thread, before it has taken the console over.
            case StandardOutputValueProduced output: Print(Console.Out, output); break;
            case StandardErrorValueProduced output: Print(Console.Error, output); break;
            // display(x) as a cell's last expression: x has been shown.
            case ReturnValueProduced { Value: DisplayedValue }: break;
            case ReturnValueProduced result: Show(result, data => new ResultEvent(request.Id, data)); break;
            case DisplayedValueProduced or DisplayedValueUpdated: Show((Shown)value, data => new Protocol.DisplayEvent(request.Id, data)); break;
            case DiagnosticsProduced found:
                errors.AddRange(found.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).OrderBy(Line));
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    /// <summary>Says what was left out.</summary>
    public void End()
    {
        if (limit.Note is { } note)
        {
            console.Flush();
            send(new StreamEvent(request.Id, "stderr", note));
        }
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

    private static void Print(TextWriter writer, Shown output) =>
        writer.Write(string.Concat(output.FormattedValues.Select(value => value.Value)));

    private void Show(Shown shown, Func<ImmutableSortedDictionary<string, string>, EngineEvent> message)
    {
        if (limit.Admit(Bundle(shown)) is { } data)
        {
            console.Flush();
            send(message(data));
        }
    }

    private static ImmutableSortedDictionary<string, string> Bundle(Shown shown)
    {
        var bundle = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (FormattedValue value in shown.FormattedValues)
        {
            bundle[value.MimeType] = value.MimeType == HtmlFormatter.MimeType ? KernelHtml.WithoutStyle(value.Value) : value.Value;
        }

        if (!bundle.ContainsKey(PlainTextFormatter.MimeType)
            && bundle.GetValueOrDefault(HtmlFormatter.MimeType) is { } html
            && KernelHtml.PlainText(html) is { } text)
        {
            bundle[PlainTextFormatter.MimeType] = text;
        }

        return bundle.ToImmutable();
    }
}
