using System.Collections.Immutable;
using System.Text.Json;
using FeatureLearning.Plotly;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Report;
using MimeTypes = FeatureLearning.Workbook.Formats.MimeTypes;

namespace FeatureLearning.Workbook.Run;

/// <summary>
/// Gives a notebook's figures what a host without scripts needs: a picture, and HTML that shows it when plotly.js cannot load.
/// </summary>
internal static class FigureOutputs
{
    public static bool Any(Notebook notebook) =>
        notebook.Cells.SelectMany(cell => cell.Outputs).Any(output => FigureOf(output) is not null);

    public static async Task<Notebook> CompleteAsync(
        Notebook notebook, IFigureRenderer renderer, IRunProgress progress, CancellationToken cancellation)
    {
        List<string> figures = [.. notebook.Cells.SelectMany(cell => cell.Outputs).Select(FigureOf).OfType<string>()];
        IReadOnlyList<byte[]?> pictures = await RenderAsync(figures, renderer, progress, cancellation).ConfigureAwait(false);
        int next = 0;
        return notebook with
        {
            Cells = [.. notebook.Cells.Select(cell => cell with { Outputs = [.. cell.Outputs.Select(Complete)] })],
        };

        CellOutput Complete(CellOutput output) =>
            FigureOf(output) is { } json ? Bundle((BundleOutput)output, json, pictures[next++], renderer) : output;
    }

    /// <summary>The figure's JSON, or null for any other output.</summary>
    public static string? FigureOf(CellOutput output) =>
        (output as BundleOutput)?.Data.GetValueOrDefault(MimeTypes.Plotly) is { } json && IsObject(json) ? json : null;

    /// <summary>The same for one figure's MIME bundle as soon as it is shown; any other bundle stays as it is.</summary>
    public static async Task<ImmutableSortedDictionary<string, string>> CompleteAsync(
        ImmutableSortedDictionary<string, string> data, IFigureRenderer renderer, CancellationToken cancellation)
    {
        BundleOutput output = new(data, IsResult: false);
        if (FigureOf(output) is not { } json)
        {
            return data;
        }

        try
        {
            // In a client that asks cell by cell the figure itself says why it was not drawn.
            IReadOnlyList<byte[]?>? pictures = await renderer.RenderAsync([json], _ => { }, cancellation).ConfigureAwait(false);
            return Bundle(output, json, pictures is [var picture] ? picture : null, renderer).Data;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Bundle(output, json, null, renderer).Data;
        }
    }

    private static BundleOutput Bundle(BundleOutput output, string json, byte[]? picture, IFigureRenderer renderer)
    {
        string? caption = FigureJson.Caption(json);
        ImmutableSortedDictionary<string, string> data = output.Data
            .SetItem(MimeTypes.Html, renderer.ForNotebook(json, picture, caption))
            .SetItem(MimeTypes.Plain, output.Data.GetValueOrDefault(MimeTypes.Plain) ?? caption ?? "figure");
        return output with { Data = picture is null ? data : data.SetItem(MimeTypes.Png, Convert.ToBase64String(picture)) };
    }

    private static async Task<IReadOnlyList<byte[]?>> RenderAsync(
        List<string> figures, IFigureRenderer renderer, IRunProgress progress, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<byte[]?>? pictures = cancellation.IsCancellationRequested
                ? null
                : await renderer.RenderAsync(figures, why => progress.Note($"no static picture: {why.ReplaceLineEndings(" ")}"), cancellation)
                    .ConfigureAwait(false);
            return pictures is not null && pictures.Count == figures.Count ? [.. pictures] : new byte[]?[figures.Count];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever a browser does wrong, the numbers are there and the figures draw themselves in the report.
            progress.Note($"figures are without a static picture: {exception.Message.ReplaceLineEndings(" ")}");
            return new byte[]?[figures.Count];
        }
    }

    private static bool IsObject(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
