using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>
/// Writes a .dib: the header, then per cell its <c>#!kernel</c> line and code, LF, without outputs. Cells of empty lines alone are left out,
/// as every reader would drop them.
/// </summary>
internal static class DibWriter
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="NotebookFormatException">A cell would not be read back as it is: the format has no way to quote.</exception>
    public static string Write(Notebook notebook)
    {
        KernelNames names = NotebookMetadata.Names(notebook);
        StringBuilder text = new();
        text.Append("#!meta\n\n").Append(JsonSerializer.Serialize(NotebookMetadata.ForDib(notebook), Compact)).Append('\n');
        for (int i = 0; i < notebook.Cells.Length; i++)
        {
            Cell cell = notebook.Cells[i];
            string source = cell.Source.Trim('\n');
            Check(i, cell.Kernel, source, names);
            if (source.Length > 0)
            {
                text.Append("\n#!").Append(cell.Kernel).Append("\n\n").Append(source).Append('\n');
            }
        }

        return text.ToString();
    }

    private static void Check(int index, string kernel, string source, KernelNames names)
    {
        if (names.Find(kernel) != kernel || kernel.StartsWith("meta", StringComparison.Ordinal) || kernel.AsSpan().IndexOfAny('\n', '\r') >= 0)
        {
            throw new NotebookFormatException($"cell {index + 1}: '{kernel.ReplaceLineEndings(" ")}' cannot be a kernel's name in a .dib");
        }

        string[] lines = source.Split('\n');
        int line = Array.FindIndex(lines, line => line.StartsWith("#!", StringComparison.Ordinal) && names.Find(line[2..]) is not null);
        if (line >= 0)
        {
            throw new NotebookFormatException(
                $"cell {index + 1}, line {line + 1}: '{lines[line]}' alone on a line starts a new cell in a .dib; a space behind it keeps it in this one");
        }
    }
}
