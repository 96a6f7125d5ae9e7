using System.Collections.Immutable;

namespace FeatureLearning.Workbook.Engine;

/// <summary>Why a cell failed: kind of error, message, line in the cell (from 1), that line's text, and the trace.</summary>
internal sealed record CellFault(string Name, string Message, int? Line, string? Source, ImmutableArray<string> Trace)
{
    public static CellFault At(string name, string message, int? line, string code, IEnumerable<string>? trace = null) =>
        new(name, message, line, LineOf(code, line), [.. trace ?? []]);

    private static string? LineOf(string code, int? line)
    {
        string[] lines = code.ReplaceLineEndings("\n").Split('\n');
        return line is { } number && number >= 1 && number <= lines.Length ? lines[number - 1].Trim() : null;
    }
}
