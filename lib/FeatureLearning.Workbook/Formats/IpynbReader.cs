using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>Reads nbformat 4 notebooks of any kernel; outputs and unknown metadata are kept.</summary>
internal static class IpynbReader
{
    public static Notebook Read(string text)
    {
        JsonElement root = Parse(text);
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new NotebookFormatException("an .ipynb must hold one JSON object");
        }

        if (Json.Property(root, "nbformat") is not { ValueKind: JsonValueKind.Number } format
            || !format.TryGetInt32(out int major) || major != 4)
        {
            throw new NotebookFormatException("only nbformat 4 can be read: open and save the notebook in Jupyter to upgrade it");
        }

        if (Json.Property(root, "cells") is not { ValueKind: JsonValueKind.Array } cells)
        {
            throw new NotebookFormatException("the notebook has no array \"cells\"");
        }

        JsonElement? metadata = Json.Object(root, "metadata");
        KernelNames names = KernelNames.Known.With(Json.Object(metadata, "polyglot_notebook"));
        string defaultKernel = DefaultKernel(metadata, names);
        CellIds ids = new();
        ImmutableArray<Cell> read = [.. cells.EnumerateArray().Select((cell, index) => ReadCell(cell, index, names, defaultKernel, ids))];
        return new Notebook(read) { DefaultKernel = defaultKernel, IpynbMetadata = metadata };
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            return Json.Parse(text.TrimStart('\uFEFF'));
        }
        catch (JsonException exception)
        {
            throw new NotebookFormatException($"line {(exception.LineNumber ?? 0) + 1}: not valid JSON", exception);
        }
    }

    private static string DefaultKernel(JsonElement? metadata, KernelNames names)
    {
        string? name = Json.Object(metadata, "polyglot_notebook") is { } polyglot ? Json.Text(polyglot, "defaultKernelName") : null;
        name ??= Json.Object(metadata, "kernelspec") is { } spec ? Json.Text(spec, "language") ?? Json.Text(spec, "name") : null;
        name ??= Json.Object(metadata, "language_info") is { } language ? Json.Text(language, "name") : null;
        return name is null ? KernelNames.CSharp : names.Find(name) ?? name;
    }

    private static Cell ReadCell(JsonElement cell, int index, KernelNames names, string defaultKernel, CellIds ids)
    {
        string source = SourceText.Normalise(Json.Multiline(Json.Property(cell, "source"))
            ?? throw new NotebookFormatException($"cell {index + 1} has no text \"source\""));
        JsonElement? metadata = Json.Object(cell, "metadata");
        string kernel = Json.Text(cell, "cell_type") switch
        {
            "markdown" => KernelNames.Markdown,
            "raw" => KernelNames.Raw,
            "code" => CodeKernel(metadata, names) ?? defaultKernel,
            _ => throw new NotebookFormatException($"cell {index + 1} has no known \"cell_type\""),
        };
        if (kernel is not (KernelNames.Markdown or KernelNames.Raw))
        {
            (kernel, source) = SwitchByMagic(kernel, source, names);
        }

        return new Cell(kernel, source, ids.Take(Json.Text(cell, "id"), kernel, source))
        {
            Metadata = metadata,
            Attachments = Json.Object(cell, "attachments"),
            ExecutionCount = Json.Property(cell, "execution_count") is { ValueKind: JsonValueKind.Number } count
                && count.TryGetInt32(out int number) ? number : null,
            Outputs = Json.Property(cell, "outputs") is { ValueKind: JsonValueKind.Array } outputs ? IpynbOutputs.Read(outputs) : [],
        };
    }

    private static string? CodeKernel(JsonElement? metadata, KernelNames names)
    {
        string? name = Json.Object(metadata, "polyglot_notebook") is { } polyglot ? Json.Text(polyglot, "kernelName") : null;
        name ??= Json.Object(metadata, "dotnet_interactive") is { } interactive ? Json.Text(interactive, "language") : null;
        return name is null ? null : names.Find(name) ?? name;
    }

    /// <summary>Notebooks written in Jupyter switch the kernel by a first line such as <c>#!fsharp</c>.</summary>
    private static (string Kernel, string Source) SwitchByMagic(string kernel, string source, KernelNames names)
    {
        while (true)
        {
            string first = source.Split('\n', 2)[0];
            if (!first.StartsWith("#!", StringComparison.Ordinal) || names.Find(first[2..]) is not { } named)
            {
                return (kernel, source);
            }

            (kernel, source) = (named, source.Length > first.Length ? source[(first.Length + 1)..] : "");
        }
    }
}
