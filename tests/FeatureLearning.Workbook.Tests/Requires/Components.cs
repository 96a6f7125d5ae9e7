using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests;

/// <summary>What this machine has, found out once a run.</summary>
internal static class Components
{
    /// <summary>Kept between runs, so that npm is asked once a version.</summary>
    public static readonly string CacheDirectory = Path.Combine(Path.GetTempPath(), "featurelearning-tests-cache");

    private static readonly Lazy<Task<PlotlyScript>> Script = new(() => PlotlyScript.FindAsync(CacheDirectory, CancellationToken.None));

    public static string? Chromium { get; } = FeatureLearning.Plotly.Chromium.FindPath();

    public static string? WhyNoChromium =>
        Chromium is null ? "needs Chromium, Chrome or Edge: neither CHROME, CHROMIUM nor PATH have one" : null;

    public static string? WhyNoPlotlyJs => PlotlyJs.WhyMissing is { } why ? $"needs plotly.js from npm: {why}" : null;

    public static PlotlyScript PlotlyJs => Script.Value.GetAwaiter().GetResult();
}
