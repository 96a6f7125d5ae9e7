using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>Something a cell showed: text, a rich value, or an error, in the order of Jupyter's output types.</summary>
internal abstract record CellOutput;

/// <summary>Text written to standard output or standard error. <c>Name</c> is <c>stdout</c> or <c>stderr</c>.</summary>
internal sealed record StreamOutput(string Name, string Text) : CellOutput;

/// <summary>
/// A value in one or more MIME types. JSON types (<c>…+json</c>, <c>application/json</c>) hold JSON text, pictures hold base64.
/// <c>IsResult</c> tells the trailing expression of a cell from what was displayed on the way.
/// </summary>
internal sealed record BundleOutput(ImmutableSortedDictionary<string, string> Data, bool IsResult) : CellOutput
{
    /// <summary>The output's <c>metadata</c> object as read from an .ipynb (sizes of pictures and the like); null when it had none.</summary>
    public JsonElement? Metadata { get; init; }
}

/// <summary>An error that ended the cell. <c>Line</c> counts from 1 within the cell; null when it is not known.</summary>
internal sealed record ErrorOutput(string Name, string Message, int? Line, string? SourceLine, ImmutableArray<string> Trace) : CellOutput;
