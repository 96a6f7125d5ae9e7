using Microsoft.DotNet.Interactive;

namespace FeatureLearning.Engine;

/// <summary>Positions in a text: in UTF-16 units here, as line and character in the kernel.</summary>
internal static class CellPosition
{
    public static LinePosition Of(string code, int position)
    {
        ReadOnlySpan<char> before = code.AsSpan(0, Math.Clamp(position, 0, code.Length));
        int lastBreak = before.LastIndexOf('\n');
        return new LinePosition(before.Count('\n'), before.Length - lastBreak - 1);
    }
}
