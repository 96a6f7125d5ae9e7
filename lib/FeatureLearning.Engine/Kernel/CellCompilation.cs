using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.CSharp;

namespace FeatureLearning.Engine;

/// <summary>
/// Gives a cell a file name and debug information, so that an exception's stack names the cell's line. The kernel has no setting for it: its
/// options are a private field. Where that field is not as it was in the pinned version, cells run all the same and faults have no line.
/// </summary>
internal sealed class CellCompilation(CSharpKernel kernel)
{
    private static readonly FieldInfo? Options =
        typeof(CSharpKernel).GetField("_scriptOptions", BindingFlags.Instance | BindingFlags.NonPublic) is { } field
        && field.FieldType == typeof(ScriptOptions)
            ? field
            : null;

    /// <summary>Whether the pinned version's field is there.</summary>
    public static bool IsSupported => Options is not null;

    public void Name(string file)
    {
        if (Options?.GetValue(kernel) is ScriptOptions options)
        {
            Options.SetValue(kernel, options.WithFilePath(file).WithFileEncoding(Encoding.UTF8).WithEmitDebugInformation(true).WithAllowUnsafe(true));
        }
    }
}
