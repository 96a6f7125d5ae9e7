using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>
/// Reads a .dib as .NET Interactive does: a line that is <c>#!</c> and nothing but a known kernel name starts a cell, whatever surrounds
/// it (no lexing: inside a string or a fenced block too); empty lines at a cell's ends are trimmed and empty cells dropped.
/// </summary>
internal static class DibReader
{
    private const string Mark = "#!";
    private const string MetaMark = "#!meta";

    public static Notebook Read(string text)
    {
        string[] lines = SourceText.Lines(text.TrimStart('\uFEFF'));
        (JsonElement? metadata, Range metaLines) = FindMetadata(lines);
        JsonElement? kernelInfo = Json.Object(metadata, "kernelInfo");
        KernelNames names = KernelNames.Known.With(kernelInfo);
        string defaultName = kernelInfo is { } info ? Json.Text(info, "defaultKernelName") ?? KernelNames.CSharp : KernelNames.CSharp;
        string defaultKernel = names.Find(defaultName) ?? defaultName;

        IEnumerable<string> body = lines[..metaLines.Start].Concat(lines[metaLines.End..]);
        return new Notebook(Split(body, names, defaultKernel)) { DefaultKernel = defaultKernel, DibMetadata = metadata };
    }

    private static ImmutableArray<Cell> Split(IEnumerable<string> lines, KernelNames names, string defaultKernel)
    {
        ImmutableArray<Cell>.Builder cells = ImmutableArray.CreateBuilder<Cell>();
        CellIds ids = new();
        string kernel = defaultKernel;
        List<string> current = [];
        foreach (string line in lines)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal) && names.Find(line[Mark.Length..]) is { } next)
            {
                Add(cells, ids, kernel, current);
                kernel = next;
                current.Clear();
            }
            else
            {
                current.Add(line);
            }
        }

        Add(cells, ids, kernel, current);
        return cells.ToImmutable();
    }

    private static void Add(ImmutableArray<Cell>.Builder cells, CellIds ids, string kernel, List<string> lines)
    {
        int start = lines.FindIndex(line => line.Length > 0);
        if (start < 0)
        {
            return;
        }

        int end = lines.FindLastIndex(line => line.Length > 0);
        string source = string.Join('\n', lines[start..(end + 1)]);
        cells.Add(new Cell(kernel, source, ids.Take(null, kernel, source)));
    }

    private static (JsonElement? Metadata, Range Lines) FindMetadata(string[] lines)
    {
        int start = Array.FindIndex(lines, line => line.StartsWith(MetaMark, StringComparison.Ordinal));
        if (start < 0)
        {
            return (null, 0..0);
        }

        int end = Array.FindIndex(lines, start + 1, line => line.StartsWith(Mark, StringComparison.Ordinal));
        end = end < 0 ? lines.Length : end;
        string json = string.Join('\n', lines[(start + 1)..end]);
        try
        {
            JsonElement metadata = Json.Parse(json);
            return metadata.ValueKind == JsonValueKind.Object
                ? (metadata, start..end)
                : throw new NotebookFormatException($"line {start + 2}: #!meta must hold one JSON object");
        }
        catch (JsonException exception)
        {
            long line = start + 2 + (exception.LineNumber ?? 0);
            throw new NotebookFormatException($"line {line}: the JSON after #!meta does not parse", exception);
        }
    }
}
