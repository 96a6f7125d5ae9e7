using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>
/// The <c>outputs</c> array of a code cell, both ways. An output of an unknown type is dropped: nbformat names just these four.
/// </summary>
internal static class IpynbOutputs
{
    public static ImmutableArray<CellOutput> Read(JsonElement outputs) =>
        [.. outputs.EnumerateArray().Select(ReadOne).OfType<CellOutput>()];

    private static CellOutput? ReadOne(JsonElement output) => Json.Text(output, "output_type") switch
    {
        "stream" => new StreamOutput(Json.Text(output, "name") ?? "stdout", Json.Multiline(Json.Property(output, "text")) ?? ""),
        "display_data" => ReadBundle(output, isResult: false),
        "execute_result" => ReadBundle(output, isResult: true),
        "error" => new ErrorOutput(Json.Text(output, "ename") ?? "", Json.Text(output, "evalue") ?? "", null, null, ReadTrace(output)),
        _ => null,
    };

    private static BundleOutput ReadBundle(JsonElement output, bool isResult) =>
        new(ReadData(Json.Object(output, "data")), isResult) { Metadata = Json.Object(output, "metadata") };

    private static ImmutableArray<string> ReadTrace(JsonElement output) =>
        Json.Property(output, "traceback") is { ValueKind: JsonValueKind.Array } trace
            ? [.. trace.EnumerateArray().Where(line => line.ValueKind == JsonValueKind.String).Select(line => line.GetString()!)]
            : [];

    private static ImmutableSortedDictionary<string, string> ReadData(JsonElement? data)
    {
        var bundle = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (data is not { } entries)
        {
            return bundle.ToImmutable();
        }

        foreach (JsonProperty entry in entries.EnumerateObject())
        {
            // .NET Interactive sends figures as a string that holds the JSON; Jupyter as the object.
            bool isText = entry.Value.ValueKind == JsonValueKind.String || !MimeTypes.IsJson(entry.Name);
            bundle[entry.Name] = isText ? Json.Multiline(entry.Value) ?? "" : entry.Value.GetRawText();
        }

        return bundle.ToImmutable();
    }

    public static void Write(Utf8JsonWriter json, Cell cell)
    {
        json.WriteStartArray("outputs");
        foreach (CellOutput output in cell.Outputs)
        {
            json.WriteStartObject();
            switch (output)
            {
                case StreamOutput stream: WriteStream(json, stream); break;
                case BundleOutput bundle: WriteBundle(json, bundle, cell.ExecutionCount); break;
                case ErrorOutput error: WriteError(json, error); break;
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStream(Utf8JsonWriter json, StreamOutput stream)
    {
        json.WriteString("name", stream.Name);
        json.WriteString("output_type", "stream");
        WriteLines(json, "text", stream.Text);
    }

    private static void WriteBundle(Utf8JsonWriter json, BundleOutput bundle, int? executionCount)
    {
        json.WriteStartObject("data");
        foreach ((string mimeType, string value) in bundle.Data)
        {
            if (MimeTypes.IsJson(mimeType))
            {
                json.WritePropertyName(mimeType);
                WriteJsonValue(json, value);
            }
            else if (MimeTypes.IsBase64(mimeType))
            {
                json.WriteString(mimeType, value);
            }
            else
            {
                WriteLines(json, mimeType, value);
            }
        }

        json.WriteEndObject();
        if (bundle.IsResult)
        {
            WriteCount(json, executionCount);
        }

        json.WritePropertyName("metadata");
        if (bundle.Metadata is { } kept)
        {
            kept.WriteTo(json);
        }
        else
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }

        json.WriteString("output_type", bundle.IsResult ? "execute_result" : "display_data");
    }

    /// <summary>On one line: a figure's thousands of numbers would be most of a committed file's lines.</summary>
    private static void WriteJsonValue(Utf8JsonWriter json, string value)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(value);
            json.WriteRawValue(JsonSerializer.Serialize(document.RootElement, IpynbWriter.Compact), skipInputValidation: true);
        }
        catch (JsonException)
        {
            json.WriteStringValue(value);
        }
    }

    private static void WriteError(Utf8JsonWriter json, ErrorOutput error)
    {
        json.WriteString("ename", error.Name);
        json.WriteString("evalue", error.Message);
        json.WriteString("output_type", "error");
        json.WriteStartArray("traceback");
        foreach (string line in error.Trace)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
    }

    public static void WriteCount(Utf8JsonWriter json, int? count)
    {
        if (count is { } number)
        {
            json.WriteNumber("execution_count", number);
        }
        else
        {
            json.WriteNull("execution_count");
        }
    }

    /// <summary>nbformat's multi-line string: an array of lines, each but the last with its newline.</summary>
    public static void WriteLines(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartArray(name);
        for (int start = 0; start < text.Length;)
        {
            int newline = text.IndexOf('\n', start);
            int end = newline < 0 ? text.Length : newline + 1;
            json.WriteStringValue(text.AsSpan(start, end - start));
            start = end;
        }

        json.WriteEndArray();
    }
}
