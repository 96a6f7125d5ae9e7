using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>A notebook as both file formats share it.</summary>
internal sealed record Notebook(ImmutableArray<Cell> Cells)
{
    /// <summary>The kernel of cells that name none.</summary>
    public string DefaultKernel { get; init; } = KernelNames.CSharp;

    /// <summary>The object after <c>#!meta</c> of a .dib; null when there was none.</summary>
    public JsonElement? DibMetadata { get; init; }

    /// <summary>The notebook-level <c>metadata</c> of an .ipynb; null when there was none.</summary>
    public JsonElement? IpynbMetadata { get; init; }

    /// <summary>The first markdown heading, without its marks; null when the notebook has none.</summary>
    public string? Title => Cells
        .Where(cell => cell.IsMarkdown)
        .SelectMany(cell => cell.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();
}
