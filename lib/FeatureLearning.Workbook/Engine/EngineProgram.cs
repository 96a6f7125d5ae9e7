using System.Collections.Immutable;

namespace FeatureLearning.Workbook.Engine;

/// <summary>
/// What an engine's process runs: an assembly that speaks <see cref="EngineRequest"/> and <see cref="EngineEvent"/>, one JSON object a line, on its
/// standard input and output. A process of its own, because an engine brings its own version of the compiler.
/// </summary>
internal sealed record EngineProgram(string Assembly, ImmutableArray<string> Arguments)
{
    /// <summary>The command's own engine.</summary>
    public static EngineProgram Own { get; } = new(typeof(EngineProgram).Assembly.Location, ["engine"]);
}
