using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.CSharp;

namespace FeatureLearning.Engine;

/// <summary>
/// Gives a cell a file name and debug information, so that an exception's stack names the cell's line. The kernel has no setting for it: its
/// options are a private field. Where that field is not as it was in the pinned version, cells run all the same and faults have no line.
/// </summary>
/// <param name="kernel">The kernel.</param>
/// <param name="options">The field, or null where there is none.</param>
internal sealed class CellCompilation(CSharpKernel kernel, FieldInfo? options)
{
    /// <summary>The pinned version's field, or null.</summary>
    public static FieldInfo? Options { get; } =
        typeof(CSharpKernel).GetField("_scriptOptions", BindingFlags.Instance | BindingFlags.NonPublic) is { } field
        && field.FieldType == typeof(ScriptOptions)
            ? field
            : null;

    /// <summary>From now on, what the kernel compiles bears this name.</summary>
    public void Name(string file)
    {
        if (options?.GetValue(kernel) is ScriptOptions current)
        {
            options.SetValue(kernel, current.WithFilePath(file).WithFileEncoding(Encoding.UTF8).WithEmitDebugInformation(true).WithAllowUnsafe(true));
        }
    }
}
