using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>Writes nbformat 4.5 as Jupyter lays it out: 1-space indent, keys in alphabetical order, text as arrays of lines.</summary>
internal static class IpynbWriter
{
    internal static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(Notebook notebook)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, Layout))
        {
            json.WriteStartObject();
            json.WriteStartArray("cells");
            foreach (Cell cell in notebook.Cells)
            {
                WriteCell(json, cell);
            }

            json.WriteEndArray();
            json.WritePropertyName("metadata");
            NotebookMetadata.ForIpynb(notebook).WriteTo(json);
            json.WriteNumber("nbformat", 4);
            json.WriteNumber("nbformat_minor", 5);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static void WriteCell(Utf8JsonWriter json, Cell cell)
    {
        json.WriteStartObject();
        if (cell.Attachments is { } attachments && !cell.IsCode)
        {
            json.WritePropertyName("attachments");
            attachments.WriteTo(json);
        }

        json.WriteString("cell_type", cell.IsMarkdown ? "markdown" : cell.IsCode ? "code" : "raw");
        if (cell.IsCode)
        {
            IpynbOutputs.WriteCount(json, cell.ExecutionCount);
        }

        json.WriteString("id", cell.Id);
        WriteCellMetadata(json, cell);
        if (cell.IsCode)
        {
            IpynbOutputs.Write(json, cell);
        }

        IpynbOutputs.WriteLines(json, "source", cell.Source);
        json.WriteEndObject();
    }

    private static void WriteCellMetadata(Utf8JsonWriter json, Cell cell)
    {
        json.WriteStartObject("metadata");
        if (cell.IsCode)
        {
            json.WriteStartObject("dotnet_interactive");
            json.WriteString("language", cell.Kernel);
            json.WriteEndObject();
            json.WriteStartObject("polyglot_notebook");
            json.WriteString("kernelName", cell.Kernel);
            json.WriteEndObject();
        }

        if (cell.Metadata is { } kept)
        {
            foreach (JsonProperty property in kept.EnumerateObject().Where(property => !cell.IsCode || Cell.IsForeign(property)))
            {
                property.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }
}
