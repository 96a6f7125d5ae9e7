using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>Static pictures of figures, drawn by plotly.js itself in a headless Chromium, so that they look like the interactive ones.</summary>
public sealed class PictureRenderer
{
    private const string Prefix = "data:image/png;base64,";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FigureLimit = TimeSpan.FromSeconds(60);

    // plotly.js edits what it is given; the figure was parsed for this call alone. layout.meta.width is the width the layout was made for.
    private const string ToImage = """
        (function (figure) {
          var layout = figure.layout || {}, meta = layout.meta || {};
          return Plotly.toImage({data: figure.data, layout: layout, config: {staticPlot: true}},
            {format: 'png', scale: 2, width: layout.width || meta.width || 760, height: layout.height || 450});
        })
        """;

    private readonly string browser;
    private readonly string script;

    private PictureRenderer(string browser, string script) => (this.browser, this.script) = (browser, script);

    /// <summary>A renderer, when this machine has what it takes.</summary>
    /// <param name="script">The local plotly.js.</param>
    /// <returns>
    /// Null without a local script or without a browser: neither CHROME nor CHROMIUM name a file, nor is Chromium, Chrome or Edge on PATH
    /// or at its usual place.
    /// </returns>
    public static PictureRenderer? Find(PlotlyScript script)
    {
        ArgumentNullException.ThrowIfNull(script);
        return script.LocalPath is { } path && Chromium.FindPath() is { } browser ? new PictureRenderer(browser, path) : null;
    }

    /// <summary>Draws several figures in one start of the browser.</summary>
    /// <param name="figureJson">The figures, <c>{"data":[…],"layout":{…}}</c> each; one with frames is drawn as it is before any of them.</param>
    /// <param name="ct">Cancels the drawing; the browser is ended.</param>
    /// <returns>A PNG for each figure, in order, at two pixels a CSS pixel.</returns>
    /// <exception cref="InvalidOperationException">A figure could not be drawn (the message has its index), or the browser did not start.</exception>
    /// <exception cref="TimeoutException">The browser did not answer in time.</exception>
    /// <exception cref="OperationCanceledException">The drawing was cancelled.</exception>
    public async Task<IReadOnlyList<byte[]>> RenderAsync(IReadOnlyList<string> figureJson, CancellationToken ct) =>
        [.. (await RenderAsync(figureJson, why => throw new InvalidOperationException(why), ct).ConfigureAwait(false)).OfType<byte[]>()];

    /// <summary>Draws several figures in one start of the browser; one that cannot be drawn does not cost the others their pictures.</summary>
    /// <param name="figureJson">The figures, <c>{"data":[…],"layout":{…}}</c> each.</param>
    /// <param name="onMissing">Is told of each figure that could not be drawn: its index and why.</param>
    /// <param name="ct">Cancels the drawing; the browser is ended.</param>
    /// <returns>A PNG for each figure, in order, at two pixels a CSS pixel; null for one that could not be drawn.</returns>
    /// <exception cref="InvalidOperationException">The browser did not start, or ended.</exception>
    /// <exception cref="TimeoutException">The browser did not answer in time.</exception>
    /// <exception cref="OperationCanceledException">The drawing was cancelled.</exception>
    public async Task<IReadOnlyList<byte[]?>> RenderAsync(IReadOnlyList<string> figureJson, Action<string> onMissing, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(onMissing);
        ArgumentNullException.ThrowIfNull(figureJson);
        if (figureJson.Count == 0)
            return [];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(StartLimit);
        try
        {
            await using var chromium = await Chromium.StartAsync(browser, limit.Token).ConfigureAwait(false);
            var page = await chromium.OpenAsync(1200, 900, limit.Token).ConfigureAwait(false);
            // Evaluated and not loaded by address: a browser from a snap or flatpak may not read our files.
            await page.EvaluateAsync(await File.ReadAllTextAsync(script, limit.Token).ConfigureAwait(false) + "\n;true", limit.Token).ConfigureAwait(false);
            var pictures = new List<byte[]?>(figureJson.Count);
            for (var index = 0; index < figureJson.Count; index++)
            {
                limit.CancelAfter(FigureLimit);
                var (picture, why) = await DrawAsync(page, figureJson[index], limit.Token).ConfigureAwait(false);
                if (picture is null)
                    onMissing($"Figure {index} could not be drawn: {why}");
                pictures.Add(picture);
            }

            return pictures;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException("The browser did not draw the figures in time.");
        }
        catch (IOException error)
        {
            throw new InvalidOperationException($"The browser ended while it drew the figures: {error.Message}", error);
        }
    }

    /// <summary>The picture, or why there is none.</summary>
    private static async Task<(byte[]? Picture, string? Why)> DrawAsync(BrowserPage page, string json, CancellationToken ct)
    {
        if (RetiredTraces.WhyNotDrawn(json) is { } retired)
            return (null, retired);
        try
        {
            // Parsed first: text that is not JSON must not run as a script.
            using var document = JsonDocument.Parse(json);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } figure
                || !figure.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
                return (null, "it is not an object with an array named data");
            var url = (await page.EvaluateAsync($"{ToImage}({figure.GetRawText()})", ct).ConfigureAwait(false)).GetString() ?? "";
            return url.StartsWith(Prefix, StringComparison.Ordinal)
                ? (Convert.FromBase64String(url[Prefix.Length..]), null)
                : (null, "plotly.js returned no PNG");
        }
        catch (Exception error) when (error is InvalidOperationException or JsonException)
        {
            // A script's message is its first line; the rest is a stack through plotly.js.
            return (null, error.Message.Split('\n')[0].Trim());
        }
    }
}
