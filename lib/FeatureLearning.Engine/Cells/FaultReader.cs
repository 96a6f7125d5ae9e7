using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using FeatureLearning.Protocol;

namespace FeatureLearning.Engine;

/// <summary>Turns exceptions into faults that name a line of the cell.</summary>
internal sealed class FaultReader(CellFiles files)
{
    private static readonly string[] Machinery =
    [
        "System.Runtime.CompilerServices", "System.Runtime.ExceptionServices", "Microsoft.CodeAnalysis.Scripting", "Microsoft.DotNet.Interactive",
        "FeatureLearning.Engine",
    ];

    public CellFault FromException(Exception thrown, int cell, string code)
    {
        Exception exception = Unwrap(thrown);
        List<Exception> chain = [exception];
        while (chain[^1].InnerException is { } inner)
        {
            chain.Add(inner);
        }

        string message = string.Join(" → ", chain.Select((e, i) => i == 0 ? e.Message : $"{e.GetType().Name}: {e.Message}"));
        StackFrame[] frames = [.. chain.AsEnumerable().Reverse().Append(thrown).SelectMany(Frames)];
        int? line = frames.Select(Place).FirstOrDefault(place => place?.Cell == cell)?.Line;
        return CellFault.At(exception.GetType().Name, message, line, code, Trace(chain));
    }

    private static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [{ } only] } => Unwrap(only),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        _ => exception,
    };

    private IEnumerable<string> Trace(IEnumerable<Exception> chain)
    {
        foreach (Exception exception in chain)
        {
            yield return $"{exception.GetType().FullName}: {exception.Message}";
            foreach (StackFrame frame in Frames(exception).Where(frame => !IsMachinery(frame)))
            {
                yield return Describe(frame);
            }
        }
    }

    private (int Cell, int Line)? Place(StackFrame frame) => files.Find(frame.GetFileName(), frame.GetFileLineNumber());

    private static StackFrame[] Frames(Exception exception) => new StackTrace(exception, fNeedFileInfo: true).GetFrames();

    private static bool IsMachinery(StackFrame frame) =>
        frame.GetMethod()?.DeclaringType?.FullName is { } type
        && Machinery.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>File names without their folder: an executed notebook is committed, and must not carry a machine's paths.</summary>
    private string Describe(StackFrame frame)
    {
        if (Place(frame) is { } cell)
        {
            return string.Create(CultureInfo.InvariantCulture, $"   at cell {cell.Cell}, line {cell.Line}");
        }

        MethodBase? method = frame.GetMethod();
        string place = frame.GetFileName() is { } source
            ? string.Create(CultureInfo.InvariantCulture, $" in {Path.GetFileName(source)}:line {frame.GetFileLineNumber()}")
            : "";
        return $"   at {method?.DeclaringType?.FullName}.{method?.Name}{place}";
    }
}
