using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>
/// One cell. <c>Kernel</c> is the canonical kernel name (<c>csharp</c>, <c>markdown</c>, <c>raw</c>, …); <c>Source</c> uses LF and has no
/// trailing newline; <c>Id</c> follows nbformat 4.5 (1–64 of letters, digits, <c>-</c> and <c>_</c>).
/// </summary>
internal sealed record Cell(string Kernel, string Source, string Id)
{
    /// <summary>What the cell showed when it last ran.</summary>
    public ImmutableArray<CellOutput> Outputs { get; init; } = [];

    /// <summary>The number in brackets beside a cell that ran.</summary>
    public int? ExecutionCount { get; init; }

    /// <summary>The cell's <c>metadata</c> object as read from an .ipynb; kept so that rewriting loses nothing.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Markdown attachments of an .ipynb cell, kept as they are.</summary>
    public JsonElement? Attachments { get; init; }

    public bool IsMarkdown => Kernel == KernelNames.Markdown;

    public bool IsCode => Kernel is not (KernelNames.Markdown or KernelNames.Raw);

    /// <summary>Whether a property of a cell's metadata is more than its kernel's name.</summary>
    public static bool IsForeign(JsonProperty property) => property.Name is not ("dotnet_interactive" or "polyglot_notebook");
}
