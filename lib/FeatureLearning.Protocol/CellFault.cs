using System.Collections.Immutable;

namespace FeatureLearning.Protocol;

/// <summary>Why a cell failed: kind of error, message, line in the cell (from 1), that line's text, and the trace.</summary>
internal sealed record CellFault(string Name, string Message, int? Line, string? Source, ImmutableArray<string> Trace)
{
    /// <summary>The name of the fault of a package that cannot be had.</summary>
    public const string Package = "PackageError";

    /// <summary>The name of the fault of a file that is not there, and of a directive of another program.</summary>
    public const string Directive = "DirectiveError";

    public static CellFault At(string name, string message, int? line, string code, IEnumerable<string>? trace = null) =>
        new(name, message, line, LineOf(code, line), [.. trace ?? []]);

    private static string? LineOf(string code, int? line)
    {
        string[] lines = code.ReplaceLineEndings("\n").Split('\n');
        return line is { } number && number >= 1 && number <= lines.Length ? lines[number - 1].Trim() : null;
    }
}
