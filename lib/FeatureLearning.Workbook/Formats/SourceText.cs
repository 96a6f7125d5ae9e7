namespace FeatureLearning.Workbook.Formats;

/// <summary>A cell's text as both formats can hold it: lines end in LF. Nothing else that looks like a line's end is touched.</summary>
internal static class SourceText
{
    /// <summary>The lines of a text whose lines end in LF or CRLF.</summary>
    public static string[] Lines(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = lines[i].TrimEnd('\r');
        }

        return lines;
    }

    /// <summary>The text with LF alone and no newline at its end.</summary>
    public static string Normalise(string text) => string.Join('\n', Lines(text)).TrimEnd('\n');
}
