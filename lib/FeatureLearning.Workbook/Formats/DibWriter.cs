using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>Writes a .dib: the header, then per cell its <c>#!kernel</c> line and code, LF, without outputs.</summary>
internal static class DibWriter
{
    private const string DefaultHeader =
        """{"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"languageName":"csharp","name":"csharp"}]}}""";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Notebook notebook)
    {
        StringBuilder text = new();
        text.Append("#!meta\n\n").Append(Header(notebook)).Append('\n');
        foreach (Cell cell in notebook.Cells)
        {
            text.Append("\n#!").Append(cell.Kernel).Append("\n\n").Append(cell.Source.Trim('\n')).Append('\n');
        }

        return text.ToString();
    }

    private static string Header(Notebook notebook)
    {
        if (notebook.DibMetadata is { } metadata)
        {
            return JsonSerializer.Serialize(metadata, Compact);
        }

        return Json.Object(notebook.IpynbMetadata, "polyglot_notebook") is { } polyglot
            ? $$"""{"kernelInfo":{{JsonSerializer.Serialize(polyglot, Compact)}}}"""
            : DefaultHeader;
    }
}
