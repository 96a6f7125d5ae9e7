using System.Reflection;
using FeatureLearning.Storage;

namespace FeatureLearning.Workbook.Report;

/// <summary>
/// What a page loads beside itself: our style and script, and plotly.js and KaTeX copied from the cache; where a copy is missing the
/// page links to the CDN, and says so.
/// </summary>
internal sealed record PageAssets(string PlotlySource, string KatexFolder, string? Note)
{
    private const string Folder = "assets";

    /// <summary>Copies what there is into the report.</summary>
    public static async Task<PageAssets> PlaceAsync(string report, BrowserLibraries libraries)
    {
        string assets = Path.Combine(report, Folder);
        AtomicFile.Write(Path.Combine(assets, "report.css"), Embedded("report.css"));
        AtomicFile.Write(Path.Combine(assets, "report.js"), Embedded("report.js"));
        IFigureRenderer figures = await libraries.FiguresAsync().ConfigureAwait(false);
        (string? katex, string? whyNoKatex) = await libraries.KatexAsync().ConfigureAwait(false);
        if (katex is not null)
        {
            CopyKatex(Path.Combine(katex, "dist"), Path.Combine(assets, "katex"));
        }

        if (figures.ScriptPath is { } plotly)
        {
            AtomicFile.Write(Path.Combine(assets, "plotly.min.js"), await File.ReadAllBytesAsync(plotly).ConfigureAwait(false));
        }

        string? whyNoPlotly = figures.ScriptPath is null ? figures.WhyMissing ?? "plotly.js is missing" : null;
        string[] missing = [.. new[] { whyNoPlotly, whyNoKatex }.OfType<string>()];
        return new PageAssets(
            figures.ScriptPath is null ? figures.ScriptUrl : $"{Folder}/plotly.min.js",
            katex is null ? $"https://cdn.jsdelivr.net/npm/katex@{BrowserLibraries.KatexPackage.Version}/dist" : $"{Folder}/katex",
            missing.Length == 0 ? null : $"Figures or formulas need the network here: {string.Join("; ", missing)}.");
    }

    private static void CopyKatex(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "fonts"));
        foreach (string name in (string[])["katex.min.js", "katex.min.css"])
        {
            File.Copy(Path.Combine(from, name), Path.Combine(to, name), overwrite: true);
        }

        // Every browser that runs plotly.js reads woff2.
        foreach (string font in Directory.EnumerateFiles(Path.Combine(from, "fonts"), "*.woff2"))
        {
            File.Copy(font, Path.Combine(to, "fonts", Path.GetFileName(font)), overwrite: true);
        }
    }

    private static string Embedded(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is not embedded");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
